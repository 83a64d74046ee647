using System.Globalization;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Operations;

/// <summary>Converts the user's parameters to the ones to send, with defaults.</summary>
public static class ParameterReader
{
    /// <summary>Validates all parameters of one request.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="given">Names in any spelling, with numbers, text, booleans or their text forms; a null value counts as not specified.</param>
    /// <param name="others">The other operations, to report the one that has an unknown parameter.</param>
    /// <returns>Every parameter to send by its name on the wire: <see cref="int"/>, <see cref="double"/>, <see cref="bool"/> or <see cref="string"/>.</returns>
    /// <exception cref="InvalidParameterException">A name is unknown, or a value is of the wrong type, out of range or not allowed, or no effect is on.</exception>
    public static IReadOnlyDictionary<string, object> Read(
        OperationDescriptor operation, IReadOnlyDictionary<string, object?> given, IEnumerable<OperationDescriptor> others)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(given);
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            var parameter = Find(operation, name) ?? throw Unknown(operation, name, others);
            if (value is not null && !values.TryAdd(parameter.Name, ReadValue(operation, parameter, value)))
            {
                throw Error(ErrorIds.ParameterUnknown, name, $"The parameter {parameter.Name} of {operation.Name} is specified twice.");
            }
        }

        // Defaults are sent too: otherwise a provider that changes a default would change results.
        var complete = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var parameter in operation.Parameters)
        {
            if ((values.TryGetValue(parameter.Name, out var value) ? value : parameter.Default) is { } sent)
            {
                complete.Add(parameter.Name, sent);
            }
        }

        var effects = operation.Parameters.Where(parameter => parameter.IsEffect).Select(parameter => parameter.Name).ToList();
        if (effects.Count > 0 && !effects.Exists(effect => complete.GetValueOrDefault(effect) is true))
        {
            throw Error(ErrorIds.NoEffectSelected, operation.Name, $"{operation.Name} needs at least one effect of {string.Join(", ", effects)}; none is set.");
        }

        return complete;
    }

    /// <summary>Finds a parameter by any spelling of its name.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="name">The name.</param>
    /// <returns>The parameter, or null.</returns>
    public static ParameterDescriptor? Find(OperationDescriptor operation, string name)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return operation.Parameters.FirstOrDefault(parameter => WireName.AreSame(parameter.Name, name));
    }

    private static object ReadValue(OperationDescriptor operation, ParameterDescriptor parameter, object value) => parameter.Kind switch
    {
        ParameterKind.WholeNumber => ReadWholeNumber(operation, parameter, value),
        ParameterKind.Number => ReadNumber(operation, parameter, value),
        ParameterKind.Choice => ReadChoice(operation, parameter, value),
        ParameterKind.Flag => ReadFlag(operation, parameter, value),
        ParameterKind.Address => ReadAddress(operation, parameter, value),
        _ => ReadText(operation, parameter, value),
    };

    private static int ReadWholeNumber(OperationDescriptor operation, ParameterDescriptor parameter, object value)
    {
        var text = IsScale(operation, parameter) ? ScaleText(value) : Text(value);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsInteger(number))
        {
            throw WrongType(operation, parameter, text, $"a whole number from {parameter.Minimum:0} to {parameter.Maximum:0}");
        }

        return number >= parameter.Minimum && number <= parameter.Maximum
            ? (int)number
            : throw Error(
                ErrorIds.ParameterOutOfRange, parameter.Name, $"{parameter.Name} of {operation.Name} accepts {parameter.Minimum:0} to {parameter.Maximum:0}; the value is {text}.");
    }

    private static double ReadNumber(OperationDescriptor operation, ParameterDescriptor parameter, object value)
    {
        var text = Text(value);
        var range = string.Create(CultureInfo.InvariantCulture, $"{parameter.Minimum} to {parameter.Maximum}");
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            throw WrongType(operation, parameter, text, $"a number from {range}");
        }

        return number >= parameter.Minimum && number <= parameter.Maximum
            ? number
            : throw Error(ErrorIds.ParameterOutOfRange, parameter.Name, $"{parameter.Name} of {operation.Name} accepts {range}; the value is {text}.");
    }

    private static string ReadChoice(OperationDescriptor operation, ParameterDescriptor parameter, object value)
    {
        var text = Text(value);
        return parameter.Choices.FirstOrDefault(choice => WireName.AreSame(choice, text) || (IsScale(operation, parameter) && choice == $"{ScaleText(value)}x"))
            ?? throw Error(
                ErrorIds.ParameterNotAllowed, parameter.Name, $"{parameter.Name} of {operation.Name} accepts {string.Join(", ", parameter.Choices)}; the value is '{text}'.");
    }

    private static bool ReadFlag(OperationDescriptor operation, ParameterDescriptor parameter, object value) => Text(value).ToUpperInvariant() switch
    {
        "1" or "TRUE" or "ON" or "YES" => true,
        "0" or "FALSE" or "OFF" or "NO" => false,
        _ => throw Error(ErrorIds.ParameterNotAllowed, parameter.Name, $"{parameter.Name} of {operation.Name} accepts 0 or 1; the value is '{Text(value)}'."),
    };

    private static string ReadAddress(OperationDescriptor operation, ParameterDescriptor parameter, object value)
    {
        // As it was written: in normalized form a signed address may not match its signature.
        var text = (value as Uri)?.OriginalString ?? Text(value);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? ExactUri.Text(uri)
            : throw WrongType(operation, parameter, text, "an absolute https or http address");
    }

    private static string ReadText(OperationDescriptor operation, ParameterDescriptor parameter, object value)
    {
        var text = Text(value);
        return text.Length > 0 ? text : throw WrongType(operation, parameter, text, "text of at least one character");
    }

    private static bool IsScale(OperationDescriptor operation, ParameterDescriptor parameter) => parameter.Name == operation.ScaleParameter;

    /// <summary>The number of a scale, which is written as <c>4</c> or <c>4x</c>.</summary>
    private static string ScaleText(object value) => Text(value) is [.. var number, 'x' or 'X'] ? number : Text(value);

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    private static InvalidParameterException WrongType(OperationDescriptor operation, ParameterDescriptor parameter, string seen, string wanted) =>
        Error(ErrorIds.ParameterTypeMismatch, parameter.Name, $"{parameter.Name} of {operation.Name} accepts {wanted}; the value is '{seen}'.");

    private static InvalidParameterException Unknown(OperationDescriptor operation, string name, IEnumerable<OperationDescriptor> others)
    {
        var takers = others.Where(other => Find(other, name) is not null).Select(other => other.Name).ToList();
        var elsewhere = takers.Count > 0 ? $" '{name}' belongs to {string.Join(", ", takers)}." : string.Empty;
        return Error(
            ErrorIds.ParameterUnknown,
            name,
            $"{operation.Name} has no parameter '{name}'. Its parameters are {string.Join(", ", operation.Parameters.Select(parameter => parameter.Name))}.{elsewhere}");
    }

    private static InvalidParameterException Error(string id, string target, string message) =>
        new(new EnhanceError { Id = id, Target = target, Message = message });
}
