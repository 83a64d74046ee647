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
        var values = inputData is PSObject { BaseObject: IEnumerable and not string and not IDictionary } list ? list.BaseObject : inputData;
        if (values is IEnumerable items and not string and not IDictionary ? items.Cast<object?>().Any(IsTask) : IsTask(inputData))
        {
            throw Leave("A task is no path; pipe it, or give it with -InputObject.");
        }

        if (inputData is not IDictionary and not PSObject { BaseObject: PSCustomObject or IDictionary })
        {
            return inputData;
        }

        if (inputData is PSObject { BaseObject: PSCustomObject } row && RowColumns.Check(row) is { } problem)
        {
            throw new ArgumentTransformationMetadataException(problem);
        }

        throw Leave($"'{inputData}' is no path, and has no property Path, FullName, LiteralPath or Uri that is taken here.");
    }

    private static bool IsTask(object? value) => value is not null && EnhanceTaskTransformationAttribute.IsTask(PSObject.AsPSObject(value));

    // With this exception inside, the binder goes on to the other parameters; any other ends the command.
    private static ArgumentTransformationMetadataException Leave(string message) => new(message, new PSInvalidCastException(message));
}
