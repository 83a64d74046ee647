using System.Collections;
using System.Management.Automation;

namespace SkinEnhance.Binding;

/// <summary>Leaves objects that are not paths to the parameters that bind their properties, instead of converting them to text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImagePathTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var values = inputData is PSObject { BaseObject: IEnumerable and not string and not IDictionary } list ? list.BaseObject : inputData;
        if (values is IEnumerable items and not string and not IDictionary ? items.Cast<object?>().Any(IsTask) : IsTask(inputData))
        {
            throw Leave("A task is not a path. Pipe it, or use -InputObject.");
        }

        if (inputData is not IDictionary and not PSObject { BaseObject: PSCustomObject or IDictionary })
        {
            return inputData;
        }

        if (inputData is PSObject { BaseObject: PSCustomObject } row && RowColumns.Check(row) is { } problem)
        {
            throw new ArgumentTransformationMetadataException(problem);
        }

        throw Leave($"'{inputData}' is not a path, and has no property Path, FullName, LiteralPath or Uri.");
    }

    private static bool IsTask(object? value) => value is not null && EnhanceTaskTransformationAttribute.IsTask(PSObject.AsPSObject(value));

    // With this inner exception, the binder tries the other parameters; any other exception ends the command.
    private static ArgumentTransformationMetadataException Leave(string message) => new(message, new PSInvalidCastException(message));
}
