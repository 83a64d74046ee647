namespace SkinEnhance;

/// <summary>Shows addresses of images and results. The query of a signed one opens it: that of an image is for the provider alone, that of
/// a result for <see cref="EnhanceTask.ResultUri"/> and the ledger.</summary>
public static class ResultAddress
{
    /// <summary>An address for messages, tables and files.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Its scheme, host and path; never a query, a fragment, a user or a password.</returns>
    public static string WithoutQuery(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var text = WithoutQuery(address.OriginalString);
        return address.IsAbsoluteUri && address.UserInfo.Length > 0 ? text.Replace(address.UserInfo + "@", string.Empty, StringComparison.Ordinal) : text;
    }

    /// <summary>A text for messages that should be an address and is none.</summary>
    /// <param name="text">The text.</param>
    /// <returns>What stands before a query or a fragment.</returns>
    public static string WithoutQuery(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('?', '#')[0];
    }
}
