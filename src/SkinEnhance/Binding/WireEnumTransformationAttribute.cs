namespace SkinEnhance.Binding;

/// <summary>Reads an enum value by its name or by the contract's spelling, such as <c>enhance_skin</c> or <c>4x</c>.</summary>
/// <param name="type">The enum.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WireEnumTransformationAttribute(Type type) : ValueTransformationAttribute
{
    private static readonly char[] Separators = [',', ';'];

    /// <summary>The enum.</summary>
    public Type Type => type;

    /// <summary>Whether several values are wanted, as a list or as one text with commas or semicolons, which a cell of a file has. Default false.</summary>
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
