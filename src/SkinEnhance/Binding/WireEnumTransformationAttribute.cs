using System.Collections;
using System.Management.Automation;

namespace SkinEnhance.Binding;

/// <summary>Lets an enum parameter take the contract's spelling as well, such as <c>enhance_skin</c> or <c>4x</c>.</summary>
/// <param name="type">The enum.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WireEnumTransformationAttribute(Type type) : ArgumentTransformationAttribute
{
    /// <summary>The enum.</summary>
    public Type Type => type;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            string text => One(text),
            IEnumerable list => list.Cast<object>().Select(item => item is PSObject { BaseObject: var inner } ? inner : item).Select(item => item is string text ? One(text) : item).ToArray(),
            _ => inputData,
        };
    }

    // What names no value is left to PowerShell, whose error lists the values.
    private object One(string text) => WireEnum.Parse(type, text) ?? text;
}
