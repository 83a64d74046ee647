using System.Management.Automation;
using SkinEnhance.Errors;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace SkinEnhance.Binding;

/// <summary>Resolves the folder that results are saved in.</summary>
internal static class DestinationFolder
{
    /// <summary>The full path; null when there is none. What is no file system path ends the command.</summary>
    internal static string? Resolve(PSCmdlet cmdlet, string? path)
    {
        if (path is null)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(path))
        {
            cmdlet.ThrowTerminatingError(EnhanceErrorRecord.Create(ErrorIds.DestinationNotWritable, $"The destination is '{path}', which names no folder.", path));
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            cmdlet.ThrowTerminatingError(EnhanceErrorRecord.Create(ErrorIds.DestinationNotWritable, "The destination has a null character in it, which no path may.", path));
        }

        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name == "FileSystem")
            {
                return full;
            }

            cmdlet.ThrowTerminatingError(EnhanceErrorRecord.Create(
                ErrorIds.DestinationNotWritable, $"The destination '{path}' belongs to the provider {provider.Name}; it must be a folder.", path));
        }
        catch (Exception failure) when (failure is DriveNotFoundException or ProviderNotFoundException or NotSupportedException)
        {
            cmdlet.ThrowTerminatingError(EnhanceErrorRecord.Create(
                ErrorIds.DestinationNotWritable, $"The destination '{path}' cannot be resolved: {failure.Message}", path, failure));
        }

        return null;
    }
}
