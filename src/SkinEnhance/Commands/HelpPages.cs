namespace SkinEnhance.Commands;

/// <summary>The help pages on the web, which Get-Help -Online opens.</summary>
internal static class HelpPages
{
    /// <summary>The folder docs/cmdlets under the manifest's ProjectUri. The name of a page is that of its cmdlet.</summary>
    internal const string Root = "https://github.com/SkinEnhance/SkinEnhance/blob/main/docs/cmdlets/";
}
