namespace SkinEnhance.Core.Operations;

/// <summary>All operations of a set of providers, found by any spelling of their names.</summary>
public sealed class OperationCatalog
{
    private readonly Dictionary<string, IEnhanceProvider> _providers;

    /// <summary>Collects the operations.</summary>
    /// <param name="providers">The providers, each with a name of its own.</param>
    public OperationCatalog(IEnumerable<IEnhanceProvider> providers)
    {
        ArgumentNullException.ThrowIfNull(providers);
        _providers = providers.ToDictionary(provider => provider.Name, StringComparer.OrdinalIgnoreCase);
        Operations = [.. _providers.Values.SelectMany(provider => provider.Operations)];
    }

    /// <summary>All operations.</summary>
    public IReadOnlyList<OperationDescriptor> Operations { get; }

    /// <summary>Finds an operation.</summary>
    /// <param name="name">Its name or command name, in any spelling.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="InvalidParameterException">There is none of this name.</exception>
    public OperationDescriptor Find(string name) =>
        TryFind(name)
        ?? throw new InvalidParameterException(new EnhanceError
        {
            Id = ErrorIds.OperationUnknown,
            Target = name,
            Message = $"There is no operation '{name}'; there are {string.Join(", ", Operations.Select(operation => operation.Name))}.",
        });

    /// <summary>Finds an operation; null when there is none of this name.</summary>
    internal OperationDescriptor? TryFind(string name) =>
        Operations.FirstOrDefault(operation => WireName.AreSame(operation.Name, name) || WireName.AreSame(operation.CommandName, name));

    /// <summary>A task with the provider and the family of its operation: what a file or a job says of routes is not taken on trust.</summary>
    /// <param name="task">The task.</param>
    /// <param name="operationName">Its operation, in any spelling.</param>
    /// <returns>The task, so that it can be asked for.</returns>
    /// <exception cref="InvalidParameterException">There is no such operation, or it belongs to another provider than the task names.</exception>
    public EnhanceTask Complete(EnhanceTask task, string operationName)
    {
        ArgumentNullException.ThrowIfNull(task);
        var operation = Find(operationName);
        if (task.Provider.Length > 0 && !string.Equals(task.Provider, operation.Provider, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidParameterException(new EnhanceError
            {
                Id = ErrorIds.ParameterNotAllowed,
                Target = task.TaskId,
                Message = $"The task '{task.TaskId}' names the provider '{task.Provider}', and its operation {operation.Name} belongs to {operation.Provider}; no provider is asked for it.",
            });
        }

        return task with { Provider = operation.Provider, StatusRoute = operation.StatusRoute, Operation = operation.Name };
    }

    /// <summary>Finds a provider.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="InvalidParameterException">There is none of this name.</exception>
    public IEnhanceProvider Provider(string name) =>
        _providers.TryGetValue(name, out var provider)
            ? provider
            : throw new InvalidParameterException(new EnhanceError
            {
                Id = ErrorIds.OperationUnknown,
                Target = name,
                Message = $"There is no provider '{name}'; there are {string.Join(", ", _providers.Keys)}.",
            });

    /// <summary>Whether an operation's provider has an upload storage, so that <see cref="Batch.BatchOptions.UploadStorage"/> goes with it.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>Whether it has.</returns>
    public bool HasUploadStorage(OperationDescriptor operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return operation.AcceptsUri && Provider(operation.Provider) is IImageStorage;
    }

    /// <summary>Checks that an operation's provider has an upload storage.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="InvalidParameterException">It has none.</exception>
    public void CheckUploadStorage(OperationDescriptor operation)
    {
        if (!HasUploadStorage(operation))
        {
            throw new InvalidParameterException(new EnhanceError
            {
                Id = ErrorIds.ParameterUnknown,
                Target = operation.Name,
                Provider = operation.Provider,
                Message = $"The upload storage does not go with {operation.Name}, for {operation.Provider} has none; it goes with {string.Join(", ", Operations.Where(HasUploadStorage).Select(other => other.Name))}.",
            });
        }
    }

    /// <summary>Checks the parameters of a request.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="given">The parameters given.</param>
    /// <returns>The parameters to send; see <see cref="ParameterReader.Read"/>.</returns>
    /// <exception cref="InvalidParameterException">A parameter is unknown or its value is refused.</exception>
    public IReadOnlyDictionary<string, object> ReadParameters(OperationDescriptor operation, IReadOnlyDictionary<string, object?> given) =>
        ParameterReader.Read(operation, given, Operations);
}
