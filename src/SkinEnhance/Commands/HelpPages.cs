namespace SkinEnhance.Commands;

/// <summary>The help pages on the web, which Get-Help -Online opens.</summary>
internal static class HelpPages
{
    /// <summary>Where the pages of docs/cmdlets are: under the manifest's ProjectUri. A page is named after its cmdlet.</summary>
    internal const string Root = "https://github.com/SkinEnhance/SkinEnhance/blob/main/docs/cmdlets/";
}
