namespace SkinEnhance;

/// <summary>One image and the operation for it, as the user specifies them. It is validated when it runs.</summary>
public sealed record EnhanceRequest
{
    /// <summary>The image.</summary>
    public required ImageSource Source { get; init; }

    /// <summary>The operation's name or command name, such as <c>SmartSkin</c> or <c>smart-skin</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The specified parameters, by name in any spelling; values are numbers, text, booleans or their text forms. All others have their default.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = new Dictionary<string, object?>();

    /// <summary>The folder of the source relative to the input folder; results keep it below the destination. Empty for none.</summary>
    public string RelativeFolder { get; init; } = string.Empty;

    /// <summary>Where its result is saved; null for the batch's setting.</summary>
    public SaveOptions? Save { get; init; }

    /// <summary>Whether to wait for its task; null for the batch's setting.</summary>
    public bool? Wait { get; init; }

    /// <summary>Whether to send the image although the ledger has its bytes as those of a result. Default false: it ends with the status
    /// <see cref="EnhanceTaskStatus.Skipped"/>, even when the result was moved or copied.</summary>
    public bool AllowResult { get; init; }

    /// <summary>Whether to send an image whose end is missing. Default false: it is refused with <see cref="ErrorIds.ImageTruncated"/>.</summary>
    public bool AllowTruncated { get; init; }
}

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
