namespace SkinEnhance.Binding;

/// <summary>Reads a text, of which an empty one is none.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextTransformationAttribute : ValueTransformationAttribute
{
    /// <inheritdoc/>
    private protected override string Expected => "one text";

    /// <inheritdoc/>
    private protected override bool IsBlank(string text) => text.Length == 0;

    /// <inheritdoc/>
    private protected override object TransformOne(object value) => value;
}
