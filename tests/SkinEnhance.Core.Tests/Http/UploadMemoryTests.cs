using SkinEnhance.Core.Imaging;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Http;

/// <summary>An upload never holds the image in memory. All that is allocated meanwhile bounds what lands on the large-object heap.</summary>
[Collection(Alone.Name)]
public class UploadMemoryTests
{
    private const long FileLength = 200L * 1024 * 1024;
    private const long MostAllocated = 32L * 1024 * 1024;

    [Fact]
    public async Task Two_hundred_megabytes_go_out_as_base64_within_little_memory()
    {
        var (allocated, sent) = await MeasureAsync(
            Answers.ComfyCreated, ComfyOperations.Faithful, settings => new ComfyProvider(settings, ProviderRig.Options));

        Assert.InRange(sent, (FileLength + 2) / 3 * 4, ((FileLength + 2) / 3 * 4) + 1000);
        Assert.InRange(allocated, 1, MostAllocated);
    }

    [Fact]
    public async Task Two_hundred_megabytes_go_out_as_multipart_within_little_memory()
    {
        var (allocated, sent) = await MeasureAsync(
            Answers.AILabSynchronous, AILabOperations.SmartSkin, settings => new AILabProvider(settings, ProviderRig.Options));

        Assert.InRange(sent, FileLength, FileLength + 2000);
        Assert.InRange(allocated, 1, MostAllocated);
    }

    [Fact]
    public async Task Two_hundred_megabytes_are_hashed_and_go_into_the_storage_within_little_memory()
    {
        using var storage = new DrainingServer("{}");
        var place = $$"""{"upload_url":"{{storage.Address}}up","download_url":"{{storage.Address}}down","existing_file":false}""";
        var (allocated, _) = await MeasureAsync(
            place,
            ComfyOperations.Faithful,
            settings => new ComfyProvider(settings, ProviderRig.Options),
            (provider, submission) => ((IImageStorage)provider).StoreAsync(submission, NullObserver.Instance, CancellationToken.None));

        Assert.Equal(FileLength, await storage.Length);
        Assert.InRange(allocated, 1, MostAllocated);
    }

    private static Task<(long Allocated, long Sent)> MeasureAsync(string answer, OperationDescriptor operation, Func<ProviderSettings, IEnhanceProvider> create) =>
        MeasureAsync(answer, operation, create, (provider, submission) => provider.SubmitAsync(submission, NullObserver.Instance, CancellationToken.None));

    private static async Task<(long Allocated, long Sent)> MeasureAsync(
        string answer, OperationDescriptor operation, Func<ProviderSettings, IEnhanceProvider> create, Func<IEnhanceProvider, ProviderSubmission, Task> send)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("large.jpg", SampleImages.Jpeg(4000, 3000));
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.SetLength(FileLength);
        }

        using var server = new DrainingServer(answer);
        var provider = create(new ProviderSettings("Test", server.Address, "the test's key", () => "comfyui-1"));
        using var owned = (IDisposable)provider;
        var (image, written) = ImagePreflight.Inspect(path);
        var submission = new ProviderSubmission
        {
            Operation = operation,
            Source = ImageSource.FromPath(path),
            Image = image,
            ImageWrittenUtc = written,
            Parameters = ParameterReader.Read(operation, new Dictionary<string, object?>(), []),
            IdempotencyKey = "key",
        };

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await send(provider, submission).SoonAsync();
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        return (allocated, await server.Length);
    }
}
