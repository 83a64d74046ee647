using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;

namespace SkinEnhance.Binding;

/// <summary>The values of a command that a pipeline record can supply, such as a row of a CSV file. Null means not specified.</summary>
internal sealed class RowValues
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = new();

    private readonly PSCmdlet _cmdlet;
    private readonly PropertyInfo[] _properties;
    private readonly object?[] _atFirst;
    private bool _hasOwn;

    /// <summary>Saves the values of the command line, which no record replaces; call it before the first record.</summary>
    /// <exception cref="InvalidParameterException">A value on the command line is null or empty, such as a variable that was never set, or a
    /// default of the session is invalid.</exception>
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
                Message = $"The value of -{empty.Name} is null or empty. Omit the parameter to use its default.",
            });
        }
    }

    /// <summary>Whether this or an earlier record supplied values.</summary>
    internal bool HasOwn => _hasOwn = _hasOwn || _properties.Select(Value).Zip(_atFirst).Any(pair => pair.First is not null && !pair.First.Equals(pair.Second));

    /// <summary>The values for the parameters of the operation.</summary>
    internal IEnumerable<(PropertyInfo Property, object Value)> OfOperation() =>
        from property in _properties
        where property.IsDefined(typeof(OperationParameterAttribute))
        let value = Value(property)
        where value is not null
        select (property, value);

    private object? Value(PropertyInfo property) => property.GetValue(_cmdlet) is var value and not "" ? value : null;

    // PowerShell only warns about a default that does not bind: a cap on credits would have no effect.
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
                    Message = $"The value '{value}' of '{key}' in $PSDefaultParameterValues is not valid for -{refused.Name}.",
                });
            }
        }
    }

    private static bool IsMatch(string pattern, string name) => new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(name);

    private static bool IsOfRow(PropertyInfo property) =>
        property.IsDefined(typeof(ValueTransformationAttribute)) && property.GetCustomAttributes<ParameterAttribute>().Any(parameter => parameter.ValueFromPipelineByPropertyName);
}
