using System.Management.Automation;
using SkinEnhance.Core.Imaging;
using SkinEnhance.Errors;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace SkinEnhance.Binding;

/// <summary>Turns what a user calls an image into full paths of files, each file once.</summary>
/// <param name="cmdlet">Whose location and drives count; errors go there, on the pipeline thread.</param>
internal sealed class ImagePathResolver(PSCmdlet cmdlet)
{
    private readonly FileIdentitySet _seen = new();

    /// <summary>Results of the same command lie there and are no input, when a folder is named that holds it.</summary>
    internal string? Excluded { get; set; }

    /// <summary>What is to be done with the files: the same file for another job is another image.</summary>
    internal string Job { get; set; } = string.Empty;

    /// <summary>Whether a plain path at which there is nothing is passed on, to be judged by whoever asked.</summary>
    internal bool KeepsMissing { get; init; }

    /// <summary>Resolves paths; what is wrong with one is written as an error and the rest goes on.</summary>
    internal IEnumerable<string> Resolve(IEnumerable<string> paths, bool isLiteral) =>
        paths.SelectMany(path => isLiteral ? ResolveLiteral(path) : ResolveWildcard(path)).SelectMany(Expand).Where(IsNew);

    /// <summary>Whether a file was not given before.</summary>
    internal bool IsNew(string path)
    {
        if (_seen.Add(path, Job))
        {
            return true;
        }

        cmdlet.WriteVerbose($"'{path}' was given before; it is one image.");
        return false;
    }

    private IEnumerable<string> ResolveWildcard(string path)
    {
        try
        {
            var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (!IsFileSystem(provider, path))
            {
                return [];
            }

            if (found.Count > 0)
            {
                return found;
            }
        }
        catch (ItemNotFoundException)
        {
            // Told below.
        }
        catch (Exception failure) when (failure is DriveNotFoundException or ProviderNotFoundException or PSInvalidOperationException or WildcardPatternException or NotSupportedException or ProviderInvocationException)
        {
            return NotFound(path, $"'{path}' cannot be resolved: {failure.Message}", failure);
        }

        if (LiteralOrNull(path) is { } literal && (File.Exists(literal) || Directory.Exists(literal)))
        {
            return NotFound(path, $"'{path}' matches no file as a wildcard pattern, though a file of exactly that name exists: give it with -LiteralPath.");
        }

        if (KeepsMissing && !WildcardPattern.ContainsWildcardCharacters(path) && LiteralOrNull(path) is { } missing)
        {
            return [missing];
        }

        return NotFound(path, WildcardPattern.ContainsWildcardCharacters(path) ? $"No file matches '{path}'." : $"There is no file '{path}'.");
    }

    private string[] ResolveLiteral(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return NotFound(path, "There is a null character in the path, which no path may have.");
        }

        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return IsFileSystem(provider, path) ? [full] : [];
        }
        catch (Exception failure) when (failure is DriveNotFoundException or ProviderNotFoundException or PSInvalidOperationException or NotSupportedException or ProviderInvocationException)
        {
            return NotFound(path, $"'{path}' cannot be resolved: {failure.Message}", failure);
        }
    }

    /// <summary>A folder stands for the images directly in it.</summary>
    private IEnumerable<string> Expand(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        if (Excluded is { } excluded && Path.TrimEndingDirectorySeparator(excluded) == Path.TrimEndingDirectorySeparator(path))
        {
            cmdlet.WriteVerbose($"'{path}' is the destination; its files are results and no input.");
            return [];
        }

        var images = Directory.EnumerateFiles(path).Where(ImageFormats.IsImageName).Order(StringComparer.Ordinal);
        return Guarded(images, path);
    }

    private List<string> Guarded(IEnumerable<string> images, string folder)
    {
        List<string> names;
        try
        {
            names = [.. images];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            cmdlet.WriteError(EnhanceErrorRecord.Create(ErrorIds.ImageNotReadable, $"The folder '{folder}' cannot be read: {failure.Message}", folder, failure));
            return [];
        }

        if (names.Count == 0)
        {
            cmdlet.WriteVerbose($"The folder '{folder}' has no images directly in it.");
        }

        return names;
    }

    private string? LiteralOrNull(string path)
    {
        try
        {
            return cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _) is var full && provider.Name == "FileSystem" ? full : null;
        }
        catch (Exception failure) when (failure is RuntimeException or NotSupportedException)
        {
            return null;
        }
    }

    private bool IsFileSystem(ProviderInfo provider, string path)
    {
        if (provider.Name == "FileSystem")
        {
            return true;
        }

        NotFound(path, $"'{path}' belongs to the provider {provider.Name}; an image is a file.");
        return false;
    }

    private string[] NotFound(string path, string message, Exception? cause = null)
    {
        var hint = path.Contains("://", StringComparison.Ordinal) ? " An address is given with -Uri." : string.Empty;
        cmdlet.WriteError(EnhanceErrorRecord.Create(ErrorIds.ImageNotFound, message + hint, path, cause));
        return [];
    }
}
