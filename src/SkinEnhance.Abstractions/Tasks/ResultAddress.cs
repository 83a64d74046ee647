namespace SkinEnhance;

/// <summary>Shows addresses of results. The query of a signed one opens it, so it is for <see cref="EnhanceTask.ResultUri"/> and the ledger alone.</summary>
public static class ResultAddress
{
    /// <summary>An address for messages, tables and files.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Its scheme, host and path; never a query, a fragment, a user or a password.</returns>
    public static string WithoutQuery(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var text = address.OriginalString.Split('?', '#')[0];
        return address.IsAbsoluteUri && address.UserInfo.Length > 0 ? text.Replace(address.UserInfo + "@", string.Empty, StringComparison.Ordinal) : text;
    }
}
