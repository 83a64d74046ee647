using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;

namespace SkinEnhance.Binding;

/// <summary>The values of a command that a record of the pipeline may bring along, such as a row of a CSV file. What is null is not given.</summary>
internal sealed class RowValues
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = new();

    private readonly PSCmdlet _cmdlet;
    private readonly PropertyInfo[] _properties;
    private readonly object?[] _atFirst;
    private bool _hasOwn;

    /// <summary>Notes what the command line gives, which no record replaces; before the first record.</summary>
    /// <exception cref="InvalidParameterException">A value on the command line is null or empty: a variable that was never set, and not the wish
    /// for the default. Or a default of the session's is refused.</exception>
    internal RowValues(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _properties = Known.GetOrAdd(cmdlet.GetType(), static type => [.. type.GetProperties().Where(IsOfRow)]);
        _atFirst = [.. _properties.Select(Value)];
        ThrowIfDefaultIsRefused(cmdlet);
        if (Array.Find(_properties, property => cmdlet.MyInvocation.BoundParameters.ContainsKey(property.Name) && Value(property) is null) is { } empty)
        {
            throw new InvalidParameterException(new EnhanceError
            {
                Id = ErrorIds.ParameterTypeMismatch,
                Target = empty.Name,
                Message = $"-{empty.Name} is given and has no value: it is null or empty. Leave it out for its default.",
            });
        }
    }

    /// <summary>Whether this or an earlier record brought values of its own.</summary>
    internal bool HasOwn => _hasOwn = _hasOwn || _properties.Select(Value).Zip(_atFirst).Any(pair => pair.First is not null && !pair.First.Equals(pair.Second));

    /// <summary>The values given for parameters of the operation.</summary>
    internal IEnumerable<(PropertyInfo Property, object Value)> OfOperation() =>
        from property in _properties
        where property.IsDefined(typeof(OperationParameterAttribute))
        let value = Value(property)
        where value is not null
        select (property, value);

    private object? Value(PropertyInfo property) => property.GetValue(_cmdlet) is var value and not "" ? value : null;

    // Of a default that cannot be bound PowerShell warns and goes on without it: a cap on credits would be none.
    private static void ThrowIfDefaultIsRefused(PSCmdlet cmdlet)
    {
        if (cmdlet.SessionState.PSVariable.GetValue("PSDefaultParameterValues") is not IDictionary defaults || LanguagePrimitives.IsTrue(defaults["Disabled"]))
        {
            return;
        }

        foreach (var (key, value) in defaults.Cast<DictionaryEntry>().Select(entry => (entry.Key as string, entry.Value)))
        {
            if (key?.Split(':', 2, StringSplitOptions.TrimEntries) is [var command, var parameter]
                && value is not (null or ScriptBlock)
                && IsMatch(command, cmdlet.MyInvocation.MyCommand.Name)
                && Array.Find(cmdlet.GetType().GetProperties(), property => property.IsDefined(typeof(ValueTransformationAttribute)) && IsMatch(parameter, property.Name)) is { } refused
                && !cmdlet.MyInvocation.BoundParameters.ContainsKey(refused.Name))
            {
                throw new InvalidParameterException(new EnhanceError
                {
                    Id = ErrorIds.ParameterTypeMismatch,
                    Target = refused.Name,
                    Message = $"The value '{value}' of '{key}' in $PSDefaultParameterValues is none that -{refused.Name} takes.",
                });
            }
        }
    }

    private static bool IsMatch(string pattern, string name) => new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(name);

    private static bool IsOfRow(PropertyInfo property) =>
        property.IsDefined(typeof(ValueTransformationAttribute)) && property.GetCustomAttributes<ParameterAttribute>().Any(parameter => parameter.ValueFromPipelineByPropertyName);
}
