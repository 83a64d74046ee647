using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace SkinEnhance.Binding;

/// <summary>Reads the one value of a parameter strictly: PowerShell's own conversion rounds numbers, takes 10,5 for 105, nothing for 0, and
/// combines a list of enum values to another value.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract partial class ValueTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether an empty text counts as not given, as an empty cell of a row does. On the command line
    /// it is an error all the same, which the command has to see to. Default false.</summary>
    public bool EmptyIsNotGiven { get; set; }

    /// <summary>Whether the attributes of a file, such as <c>-a---</c>, count as not given: Get-ChildItem's objects have a property Mode of
    /// their own, and no value of a parameter of that name looks like one. Default false.</summary>
    public bool FileModeIsNotGiven { get; set; }

    /// <inheritdoc/>
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var values = Flatten(inputData).OfType<object>().Where(value => !IsEmpty(value)).ToArray();
        if (values.Length == 0)
        {
            return EmptyIsNotGiven ? null : throw RefuseAs("it is empty");
        }

        return TransformAll(values);
    }

    /// <summary>Reads the values, at least one.</summary>
    private protected virtual object? TransformAll(IReadOnlyList<object> values) =>
        values is [var single] ? TransformOne(single) : throw RefuseAs($"it is a list of {values.Count}: {string.Join(", ", values.Select(value => $"'{TextOf(value)}'"))}");

    /// <summary>Reads one value, which is not empty.</summary>
    private protected abstract object? TransformOne(object value);

    /// <summary>What the parameter takes, such as <c>a whole number from 0 to 100</c>.</summary>
    private protected abstract string Expected { get; }

    /// <summary>The error for a value.</summary>
    private protected ArgumentTransformationMetadataException Refuse(object value) => RefuseAs($"it is '{TextOf(value)}'");

    /// <summary>The error with what was seen in words.</summary>
    private protected ArgumentTransformationMetadataException RefuseAs(string seen) => new($"It takes {Expected}; {seen}.");

    /// <summary>The value without its wrapping.</summary>
    private protected static object BaseOf(object value) => value is PSObject { BaseObject: var inner } ? inner : value;

    /// <summary>The value as it was typed, such as <c>30d</c>, of which PowerShell makes a decimal 30; else its text in no culture.</summary>
    private protected static string TextOf(object value)
    {
        var inner = BaseOf(value);
        var text = Convert.ToString(inner, CultureInfo.InvariantCulture) ?? string.Empty;

        // A number that was not typed in its plain form is wrapped together with its token.
        return value is PSObject && inner is ValueType && value.ToString() is { } typed && typed != Convert.ToString(inner, CultureInfo.CurrentCulture) ? typed : text;
    }

    private static IEnumerable<object?> Flatten(object? value) => value switch
    {
        null => [],
        PSObject { BaseObject: not PSCustomObject } wrapped when wrapped.BaseObject is IEnumerable and not string and not IDictionary => Flatten(wrapped.BaseObject),
        IEnumerable list and not string and not IDictionary => list.Cast<object?>(),
        _ => [value],
    };

    /// <summary>Whether a text is none.</summary>
    private protected virtual bool IsBlank(string text) => string.IsNullOrWhiteSpace(text);

    private bool IsEmpty(object value) => BaseOf(value) is string text && (IsBlank(text) || (FileModeIsNotGiven && FileMode().IsMatch(text)));

    [GeneratedRegex("^[dl-][a-][r-][h-][s-][l-]?$")]
    private static partial Regex FileMode();
}
