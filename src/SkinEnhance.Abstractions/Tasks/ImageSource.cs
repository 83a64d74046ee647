namespace SkinEnhance;

/// <summary>The source of an image: a file, or an address that the provider downloads from.</summary>
public sealed record ImageSource
{
    private ImageSource(string? path, Uri? uri) => (Path, Uri) = (path, uri);

    /// <summary>The full path of the file; null when the source is an address.</summary>
    public string? Path { get; }

    /// <summary>The address; null when the source is a file.</summary>
    public Uri? Uri { get; }

    /// <summary>The task whose result the address is; null for any other source.</summary>
    public ResultOrigin? Origin { get; private init; }

    /// <summary>Creates a source from a file.</summary>
    /// <param name="path">A path without wildcards; a relative one is resolved against the current directory.</param>
    /// <returns>The source.</returns>
    public static ImageSource FromPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ImageSource(System.IO.Path.GetFullPath(path), null);
    }

    /// <summary>Creates a source from an address.</summary>
    /// <param name="uri">An absolute address.</param>
    /// <returns>The source.</returns>
    public static ImageSource FromUri(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return new ImageSource(null, uri);
    }

    /// <summary>Creates a source from the result of a task, by its address at the provider.</summary>
    /// <param name="uri">An absolute address.</param>
    /// <param name="origin">The task.</param>
    /// <returns>The source.</returns>
    public static ImageSource FromResult(Uri uri, ResultOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(origin);
        return new ImageSource(null, uri) { Origin = origin };
    }

    /// <summary>The path, or the address without its query, because the query of a signed address grants access.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Path ?? ResultAddress.WithoutQuery(Uri!);
}

/// <summary>The task whose result an image is, while the result is still at its provider.</summary>
/// <param name="TaskId">The task's id. It identifies the result; its address does not, because it is signed again from time to time.</param>
/// <param name="Name">The result's name without extension; results of it are named after this.</param>
/// <param name="Folder">The folder of the task's source file; null when the source is an address or not known.</param>
public sealed record ResultOrigin(string TaskId, string Name, string? Folder);
