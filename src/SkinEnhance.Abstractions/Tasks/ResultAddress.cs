namespace SkinEnhance;

/// <summary>Formats addresses of images and results. The query of a signed address grants access: that of an image is sent to the provider
/// only, that of a result is kept in <see cref="EnhanceTask.ResultUri"/> and the ledger only.</summary>
public static class ResultAddress
{
    /// <summary>Formats an address for messages, tables and files.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Its scheme, host and path; never a query, a fragment, a user or a password.</returns>
    public static string WithoutQuery(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var text = WithoutQuery(address.OriginalString);
        return address.IsAbsoluteUri && address.UserInfo.Length > 0 ? text.Replace(address.UserInfo + "@", string.Empty, StringComparison.Ordinal) : text;
    }

    /// <summary>Formats a text that should be an address and is not one.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The part before a query or a fragment.</returns>
    public static string WithoutQuery(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('?', '#')[0];
    }
}
