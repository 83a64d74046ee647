using System.Collections.ObjectModel;
using System.Management.Automation;
using SkinEnhance.Core.Inputs;
using SkinEnhance.Errors;

namespace SkinEnhance.Binding;

/// <summary>Resolves PowerShell paths; the engine selects the files.</summary>
/// <param name="cmdlet">Provides the location and the drives, and receives the errors on the pipeline thread.</param>
/// <param name="finder">Selects the files.</param>
internal sealed class ImagePathResolver(PSCmdlet cmdlet, InputFinder finder)
{
    // The path of an item contains the name of its provider; a typed path does not.
    private const string ProviderSeparator = "::";

    /// <summary>Finds images by patterns; a path that fails is written as an error and the others continue.</summary>
    internal IEnumerable<FoundInput> FindByPattern(IEnumerable<string> paths) => Find(paths, ResolvePattern);

    /// <summary>Finds images by literal paths, and by items such as those of Get-ChildItem.</summary>
    internal IEnumerable<FoundInput> FindLiterally(IEnumerable<string> paths) => Find(paths, ResolveLiteral);

    private IEnumerable<FoundInput> Find(IEnumerable<string> paths, Func<string, IEnumerable<FoundInput>> resolve)
    {
        foreach (var input in paths.SelectMany(path => InputFinder.IsAddress(path) ? RefuseAddress(ResultAddress.WithoutQuery(path)) : resolve(path)))
        {
            if (input.Error is { } error)
            {
                cmdlet.WriteError(EnhanceErrorRecord.Create(error));
                continue;
            }

            yield return input;
        }
    }

    private IEnumerable<FoundInput> ResolvePattern(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return ResolveLiteral(path);
        }

        Collection<string> found;
        try
        {
            found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (!IsFileSystem(provider, path))
            {
                return [];
            }
        }
        catch (ItemNotFoundException)
        {
            found = [];
        }
        catch (Exception failure) when (failure is not PipelineStoppedException)
        {
            return NotFound(path, $"'{path}' cannot be resolved: {failure.Message}", failure);
        }

        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            // A path without a file continues to the check of images, which reports it.
            return found.Count > 0 ? found.SelectMany(finder.FindNamed) : ResolveLiteral(path);
        }

        if (found.Count > 0)
        {
            return found.SelectMany(match => finder.FindMatched(match, path));
        }

        if (LiteralOrNull(path) is { } literal && (File.Exists(literal) || Directory.Exists(literal)))
        {
            return NotFound(path, $"'{path}' matches no file as a wildcard pattern, but a file with exactly that name exists. Use -LiteralPath.");
        }

        cmdlet.WriteWarning($"No file matches '{path}'.");
        return [];
    }

    private IEnumerable<FoundInput> ResolveLiteral(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return NotFound(path, "The path contains a null character.");
        }

        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return !IsFileSystem(provider, path) ? []
                : path.Contains(ProviderSeparator, StringComparison.Ordinal) ? finder.FindListed(full)
                : finder.FindNamed(full);
        }
        catch (Exception failure) when (failure is not PipelineStoppedException)
        {
            return NotFound(path, $"'{path}' cannot be resolved: {failure.Message}", failure);
        }
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

        NotFound(path, $"'{path}' is a path of the provider {provider.Name}, not of the file system.");
        return false;
    }

    private FoundInput[] NotFound(string path, string message, Exception? cause = null)
    {
        cmdlet.WriteError(EnhanceErrorRecord.Create(ErrorIds.ImageNotFound, message, path, cause));
        return [];
    }

    private FoundInput[] RefuseAddress(string shown) => NotFound(shown, $"'{shown}' is an address, not a path. Use -Uri.");
}
