using System.Globalization;
using System.Text.Json;

namespace SkinEnhance.Emulator.Contracts;

/// <summary>A text field of a form.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Check">Returns the error of a value; <see langword="null"/> for none.</param>
internal sealed record FormField(string Name, Func<string, string?> Check)
{
    public static FormField Number(string name, decimal min, decimal max) => new(name, value =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}"));

    public static FormField Integer(string name, int min, int max) => new(name, value =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? null
            : $"must be an integer from {min} to {max}");

    public static FormField Choice(string name, params string[] choices) => new(name, value =>
        choices.Contains(value, StringComparer.Ordinal) ? null : $"must be one of {string.Join(", ", choices)}");

    public static FormField Flag(string name) => Choice(name, "0", "1");

    /// <summary>Finds the first error in a form's fields: an unknown, a repeated or an invalid field.</summary>
    /// <param name="fields">The fields that were sent.</param>
    /// <param name="contract">The fields of the contract.</param>
    /// <returns>The error with the field's name; <see langword="null"/> for none.</returns>
    public static string? FindError(IReadOnlyList<KeyValuePair<string, string>> fields, IReadOnlyList<FormField> contract)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (!seen.Add(name))
            {
                return $"{name}: is specified twice";
            }

            if (contract.FirstOrDefault(field => field.Name == name) is not { } field)
            {
                return $"{name}: unknown field";
            }

            if (field.Check(value) is { } error)
            {
                return $"{name}: {error}";
            }
        }

        return null;
    }
}

/// <summary>A field of a JSON body.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Check">Returns the error of a value; <see langword="null"/> for none.</param>
internal sealed record JsonField(string Name, Func<JsonElement, string?> Check)
{
    public static JsonField Integer(string name, int min, int max) => new(name, value =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max
            ? null
            : $"must be an integer from {min} to {max}");

    public static JsonField Choice(string name, params string[] choices) => new(name, value =>
        value.ValueKind == JsonValueKind.String && choices.Contains(value.GetString(), StringComparer.Ordinal)
            ? null
            : $"must be one of {string.Join(", ", choices)}");

    public static JsonField Text(string name) => new(name, value => value.ValueKind == JsonValueKind.String ? null : "must be a string");

    public static JsonField Address(string name) => new(name, value =>
        value.ValueKind == JsonValueKind.String && Uri.TryCreate(value.GetString(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? null
            : "must be an absolute http or https address");

    /// <summary>Finds the first error in a body's fields: an unknown, a repeated or an invalid field.</summary>
    /// <param name="fields">The fields that were sent.</param>
    /// <param name="contract">The fields of the contract.</param>
    /// <returns>The error with the field's name; <see langword="null"/> for none.</returns>
    public static string? FindError(IReadOnlyList<KeyValuePair<string, JsonElement>> fields, IReadOnlyList<JsonField> contract)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (!seen.Add(name))
            {
                return $"{name}: is specified twice";
            }

            if (contract.FirstOrDefault(field => field.Name == name) is not { } field)
            {
                return $"{name}: unknown field";
            }

            if (field.Check(value) is { } error)
            {
                return $"{name}: {error}";
            }
        }

        return null;
    }
}
