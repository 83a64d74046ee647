namespace SkinEnhance;

/// <summary>How a value is spelled in the provider's contract, where that is more than case and underscores away from its name here.</summary>
/// <param name="spelling">The spelling in the contract.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WireSpellingAttribute(string spelling) : Attribute
{
    /// <summary>The spelling in the contract.</summary>
    public string Spelling => spelling;
}
