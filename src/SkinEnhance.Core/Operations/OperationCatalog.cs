namespace SkinEnhance.Core.Operations;

/// <summary>All operations of a set of providers, by name in any spelling.</summary>
public sealed class OperationCatalog
{
    private readonly Dictionary<string, IEnhanceProvider> _providers;

    /// <summary>Creates a catalog.</summary>
    /// <param name="providers">The providers, with unique names.</param>
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
    /// <exception cref="InvalidParameterException">There is no such operation.</exception>
    public OperationDescriptor Find(string name) =>
        TryFind(name)
        ?? throw new InvalidParameterException(new EnhanceError
        {
            Id = ErrorIds.OperationUnknown,
            Target = name,
            Message = $"There is no operation '{name}'. The operations are {string.Join(", ", Operations.Select(operation => operation.Name))}.",
        });

    /// <summary>Finds an operation; null when there is none with this name.</summary>
    internal OperationDescriptor? TryFind(string name) =>
        Operations.FirstOrDefault(operation => WireName.AreSame(operation.Name, name) || WireName.AreSame(operation.CommandName, name));

    /// <summary>Sets a task's provider and status route from its operation: those in a file or an object are not used.</summary>
    /// <param name="task">The task.</param>
    /// <param name="operationName">Its operation, in any spelling.</param>
    /// <returns>The task, which can be polled.</returns>
    /// <exception cref="InvalidParameterException">There is no such operation, or it belongs to another provider than the task's.</exception>
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
                Message = $"Task '{task.TaskId}' has the provider '{task.Provider}', but its operation {operation.Name} belongs to {operation.Provider}; no request is sent.",
            });
        }

        return task with { Provider = operation.Provider, StatusRoute = operation.StatusRoute, Operation = operation.Name };
    }

    /// <summary>Finds a provider.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="InvalidParameterException">There is no such provider.</exception>
    public IEnhanceProvider Provider(string name) =>
        _providers.TryGetValue(name, out var provider)
            ? provider
            : throw new InvalidParameterException(new EnhanceError
            {
                Id = ErrorIds.OperationUnknown,
                Target = name,
                Message = $"There is no provider '{name}'. The providers are {string.Join(", ", _providers.Keys)}.",
            });

    /// <summary>Whether an operation's provider has an upload storage, so that <see cref="Batch.BatchOptions.UploadStorage"/> applies.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>True when it has one.</returns>
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
                Message = $"{operation.Provider} has no upload storage for {operation.Name}. The operations with one are {string.Join(", ", Operations.Where(HasUploadStorage).Select(other => other.Name))}.",
            });
        }
    }

    /// <summary>Validates the parameters of a request.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="given">The specified parameters.</param>
    /// <returns>The parameters to send; see <see cref="ParameterReader.Read"/>.</returns>
    /// <exception cref="InvalidParameterException">A parameter is unknown or its value is not allowed.</exception>
    public IReadOnlyDictionary<string, object> ReadParameters(OperationDescriptor operation, IReadOnlyDictionary<string, object?> given) =>
        ParameterReader.Read(operation, given, Operations);
}
