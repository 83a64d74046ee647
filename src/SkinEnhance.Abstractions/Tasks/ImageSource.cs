namespace SkinEnhance;

/// <summary>Where an image comes from: a file, or an address that the provider fetches itself.</summary>
public sealed record ImageSource
{
    private ImageSource(string? path, Uri? uri) => (Path, Uri) = (path, uri);

    /// <summary>The full path of the file; null when the source is an address.</summary>
    public string? Path { get; }

    /// <summary>The address; null when the source is a file.</summary>
    public Uri? Uri { get; }

    /// <summary>The task whose result the address is; null for any other source.</summary>
    public ResultOrigin? Origin { get; private init; }

    /// <summary>A source that is a file.</summary>
    /// <param name="path">A path without wildcards; a relative one is taken from the current directory.</param>
    /// <returns>The source.</returns>
    public static ImageSource FromPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ImageSource(System.IO.Path.GetFullPath(path), null);
    }

    /// <summary>A source that is an address.</summary>
    /// <param name="uri">An absolute address.</param>
    /// <returns>The source.</returns>
    public static ImageSource FromUri(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return new ImageSource(null, uri);
    }

    /// <summary>A source that is the result of a task, by its address at the provider.</summary>
    /// <param name="uri">An absolute address.</param>
    /// <param name="origin">The task.</param>
    /// <returns>The source.</returns>
    public static ImageSource FromResult(Uri uri, ResultOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(origin);
        return new ImageSource(null, uri) { Origin = origin };
    }

    /// <summary>The path, or the address without its query, which opens it when it is signed.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Path ?? ResultAddress.WithoutQuery(Uri!);
}

/// <summary>The task whose result an image is, while that result is still at its provider.</summary>
/// <param name="TaskId">The task's id. It tells the result from others: the address of a result is signed anew now and then.</param>
/// <param name="Name">What the result would be called, without extension; results of it are named after that.</param>
/// <param name="Folder">The folder of the task's source file; null when the source is an address or not known.</param>
public sealed record ResultOrigin(string TaskId, string Name, string? Folder);
