using System.Collections;
using System.Management.Automation;

namespace SkinEnhance.Binding;

/// <summary>Leaves objects that are no path to the parameters that take them by their properties, rather than taking their text for a path.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImagePathTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (inputData is not IDictionary and not PSObject { BaseObject: PSCustomObject or IDictionary })
        {
            return inputData;
        }

        if (inputData is PSObject { BaseObject: PSCustomObject } row && RowColumns.Check(row) is { } problem)
        {
            throw new ArgumentTransformationMetadataException(problem);
        }

        // With this exception inside, the binder goes on to the properties; any other is the error of this record.
        var message = $"'{inputData}' is no path, and has no property Path, FullName, LiteralPath or Uri that is taken here.";
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
