namespace SkinEnhance;

/// <summary>The spelling of a value in the provider's contract, if it differs from its name here by more than case and underscores.</summary>
/// <param name="spelling">The spelling in the contract.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WireSpellingAttribute(string spelling) : Attribute
{
    /// <summary>The spelling in the contract.</summary>
    public string Spelling => spelling;
}
