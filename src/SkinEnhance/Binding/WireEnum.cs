using System.Reflection;

namespace SkinEnhance.Binding;

/// <summary>Translates between enum values and the spellings of the providers' contracts.</summary>
internal static class WireEnum
{
    /// <summary>The value for a text: its name or the contract's spelling, for a factor such as <c>4x</c> its number too; null if there is none.</summary>
    internal static object? Parse(Type type, string text) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).FirstOrDefault(field => Names(field, text))?.GetValue(null);

    /// <summary>The contract's spelling, or a name that differs from it only in case and underscores.</summary>
    internal static string Spell(Enum value) => Spelling(value.GetType().GetField(value.ToString())!) ?? value.ToString();

    private static bool Names(FieldInfo field, string text) =>
        Fold(field.Name) == Fold(text) || (Spelling(field) is { } spelling && (Fold(spelling) == Fold(text) || spelling == text + "x"));

    private static string? Spelling(FieldInfo field) => field.GetCustomAttribute<WireSpellingAttribute>()?.Spelling;

    private static string Fold(string text) =>
        string.Concat(text.Where(character => character is not ('_' or '-' or ' '))).ToUpperInvariant();
}

/// <summary>Reads an enum value by its name or by the contract's spelling, such as <c>enhance_skin</c> or <c>4x</c>.</summary>
/// <param name="type">The enum.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WireEnumTransformationAttribute(Type type) : ValueTransformationAttribute
{
    private static readonly char[] Separators = [',', ';'];

    /// <summary>The enum.</summary>
    public Type Type => type;

    /// <summary>Whether several values are accepted, as a list or as one text with commas or semicolons, as in a cell of a file. Default false.</summary>
    public bool IsList { get; set; }

    /// <inheritdoc/>
    private protected override string Expected => $"{(IsList ? "any" : "one")} of {string.Join(", ", Enum.GetNames(type))}";

    /// <inheritdoc/>
    private protected override object? TransformAll(IReadOnlyList<object> values)
    {
        if (!IsList)
        {
            return base.TransformAll(values);
        }

        var parts = values.SelectMany(value => BaseOf(value) is string text
            ? text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : (IEnumerable<object>)[value]).ToArray();
        var list = Array.CreateInstance(type, parts.Length);
        for (var index = 0; index < parts.Length; index++)
        {
            list.SetValue(TransformOne(parts[index]), index);
        }

        return parts.Length > 0 ? list : throw RefuseAs("it is empty");
    }

    /// <inheritdoc/>
    private protected override object? TransformOne(object value)
    {
        var inner = BaseOf(value);
        return inner.GetType() == type && Enum.IsDefined(type, inner) ? inner : WireEnum.Parse(type, TextOf(value)) ?? throw Refuse(value);
    }
}
