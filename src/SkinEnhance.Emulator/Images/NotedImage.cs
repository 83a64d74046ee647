using System.Text;
using SkinEnhance.Core.Images;
using SkinEnhance.Emulator.Files;
using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.Images;

/// <summary>A result: the source image's bytes, with a note in the metadata.</summary>
/// <param name="Content">The file.</param>
/// <param name="Format">Its format.</param>
internal sealed record NotedImage(Content Content, ImageFormat Format)
{
    /// <summary>Adds a note to an image.</summary>
    /// <param name="image">The image; <see langword="null"/> for one at an external address.</param>
    /// <param name="note">The note.</param>
    /// <returns>The result.</returns>
    public static NotedImage Of(SpooledFile? image, ResultNote note)
    {
        if (image?.Image is not { } header)
        {
            return new NotedImage(BuiltInImage.With(note.Text), ImageFormat.Png);
        }

        var text = Encoding.ASCII.GetBytes(note.Text);
        using var stream = File.OpenRead(image.Path);
        var content = header.Format switch
        {
            ImageFormat.Jpeg => JpegComment.Insert(stream, image.Path, text),
            ImageFormat.Png => PngText.Insert(stream, image.Path, text),
            ImageFormat.Webp => WebpXmp.Insert(stream, image.Path, text, header),
            _ => Behind(image, text),
        };
        return new NotedImage(content, header.Format);
    }

    /// <summary>The extension of the format, with its dot.</summary>
    public string Extension => ImageFormats.Extension(Format);

    /// <summary>The media type of the format.</summary>
    public string MediaType => ImageFormats.MediaType(Format);

    // A bitmap has no metadata; readers stop at the size in its header.
    private static Content Behind(SpooledFile image, byte[] text) =>
        new(ContentPart.Range(image.Path, 0, image.Length), ContentPart.Of(text));
}
