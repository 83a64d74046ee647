using System.Management.Automation;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace SkinEnhance.Binding;

/// <summary>Resolves the folder for results.</summary>
internal static class DestinationFolder
{
    /// <summary>The full path; null when there is none.</summary>
    /// <exception cref="ResultException">It is not a file system path.</exception>
    internal static string? Resolve(PSCmdlet cmdlet, string? path)
    {
        if (path is not { Length: > 0 })
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(path))
        {
            throw NotWritable(path, $"The destination '{path}' is blank.");
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw NotWritable(path, "The destination contains a null character.");
        }

        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem"
                ? full
                : throw NotWritable(path, $"The destination '{path}' is a path of the provider {provider.Name}, not of the file system.");
        }
        catch (Exception failure) when (failure is DriveNotFoundException or ProviderNotFoundException or NotSupportedException)
        {
            throw NotWritable(path, $"The destination '{path}' cannot be resolved: {failure.Message}", failure);
        }
    }

    private static EnhanceException NotWritable(string path, string message, Exception? cause = null) =>
        EnhanceException.For(new EnhanceError { Id = ErrorIds.DestinationNotWritable, Target = path, Message = message }, cause);
}
