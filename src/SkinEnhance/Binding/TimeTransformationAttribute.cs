using SkinEnhance.Core.Operations;

namespace SkinEnhance.Binding;

/// <summary>Reads a point in time: a DateTime, its text, or how long ago, such as <c>7d</c>. Of a number PowerShell would make the year 1.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeTransformationAttribute : ValueTransformationAttribute
{
    /// <inheritdoc/>
    private protected override string Expected => $"a DateTime, {TimeText.Form}";

    /// <inheritdoc/>
    private protected override object TransformOne(object value) =>
        BaseOf(value) is DateTime or DateTimeOffset ? value : TimeText.Read(TextOf(value))?.LocalDateTime ?? throw Refuse(value);
}
