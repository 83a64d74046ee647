using System.Reflection;

namespace SkinEnhance.Binding;

/// <summary>Translates between enum values and the spellings of the providers' contracts.</summary>
internal static class WireEnum
{
    /// <summary>The value that a text names, by its name here or by the contract's spelling, for a factor such as <c>4x</c> by its number too; null when it names none.</summary>
    internal static object? Parse(Type type, string text) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).FirstOrDefault(field => Names(field, text))?.GetValue(null);

    /// <summary>The contract's spelling, or a name that differs from it in case and underscores only.</summary>
    internal static string Spell(Enum value) => Spelling(value.GetType().GetField(value.ToString())!) ?? value.ToString();

    private static bool Names(FieldInfo field, string text) =>
        Fold(field.Name) == Fold(text) || (Spelling(field) is { } spelling && (Fold(spelling) == Fold(text) || spelling == text + "x"));

    private static string? Spelling(FieldInfo field) => field.GetCustomAttribute<WireSpellingAttribute>()?.Spelling;

    private static string Fold(string text) =>
        string.Concat(text.Where(character => character is not ('_' or '-' or ' '))).ToUpperInvariant();
}
