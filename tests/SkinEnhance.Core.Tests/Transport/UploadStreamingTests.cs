using System.Buffers.Text;
using System.Text;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>
/// An image is read while it is sent, however large it is: its last bytes are written only after its first have arrived. What an
/// upload allocates is measured by the bench.
/// </summary>
public class UploadStreamingTests
{
    private const int FileLength = 60_000_000;

    private static readonly byte[] Late = [.. "written while the image is on its way"u8, 0];

    [UnixFact]
    public async Task Base64_is_made_of_the_image_while_it_is_sent()
    {
        var sent = await SendAsync(Responses.ComfyCreated, ComfyOperations.Faithful, settings => new ComfyProvider(settings, ProviderFixture.Options));

        var image = sent[(sent.IndexOf("\"image\":\"", StringComparison.Ordinal) + 9)..];
        var decoded = new byte[FileLength];
        Base64.DecodeFromUtf8(Encoding.Latin1.GetBytes(image[..image.IndexOf('"', StringComparison.Ordinal)]), decoded, out _, out var length);
        Assert.Equal(FileLength, length);
        Assert.Equal(Late, decoded[^Late.Length..]);
    }

    [UnixFact]
    public async Task A_multipart_body_is_made_of_the_image_while_it_is_sent()
    {
        var sent = await SendAsync(Responses.AILabSynchronous, AILabOperations.SmartSkin, settings => new AILabProvider(settings, ProviderFixture.Options));
        Assert.Contains(Encoding.Latin1.GetString(Late), sent, StringComparison.Ordinal);
    }

    private static async Task<string> SendAsync(string body, OperationDescriptor operation, Func<ProviderSettings, IEnhanceProvider> create)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("large.jpg", TestImage.Jpeg(4000, 3000, padding: FileLength));
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.SetLength(FileLength);
        }

        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new ScriptedServer(async exchange =>
        {
            await exchange.ReadBodyAsync(1000);
            begun.SetResult();
            await written.Task;
            await Wire.Json(200, body)(exchange);
        });
        var provider = create(new ProviderSettings("Test", server.Address, "the test's key", () => "comfyui-1"));
        using var owned = (IDisposable)provider;
        var (image, writtenUtc) = ImagePreflight.Inspect(path, allowTruncated: true);
        var submission = new ProviderSubmission
        {
            Operation = operation,
            Source = ImageSource.FromPath(path),
            Image = image,
            ImageWrittenUtc = writtenUtc,
            Parameters = ParameterReader.Read(operation, new Dictionary<string, object?>(), []),
            IdempotencyKey = "key",
        };

        var sending = provider.SubmitAsync(submission, NullObserver.Instance, CancellationToken.None);
        await begun.Task.SoonAsync();
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Seek(-Late.Length, SeekOrigin.End);
            await file.WriteAsync(Late);
        }

        written.SetResult();
        await sending.SoonAsync();
        return server.Requests[0].Text;
    }
}
