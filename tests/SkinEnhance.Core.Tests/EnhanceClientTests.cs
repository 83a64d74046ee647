using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests;

public class EnhanceClientTests
{
    [Fact]
    public async Task A_check_needs_no_key_and_sends_nothing()
    {
        await using var client = EnhanceClient.Create(EnhanceSettings.FromEnvironment(_ => null));
        using var folder = new TemporaryFolder();
        var good = folder.Add("good.png", TestImage.Png());
        var small = folder.Add("small.png", TestImage.Png(159, 600));

        Assert.Empty(client.Prepare(Request(good)).Problems);
        Assert.Equal([ErrorIds.ImageTooSmall, ErrorIds.ImageAspectRatio], client.Prepare(Request(small)).Problems.Select(problem => problem.Id));
        Assert.Equal(159, client.Prepare(Request(small)).Image!.Width);
        Assert.Equal([ErrorIds.ImageNotFound], client.Prepare(Request(folder.In("gone.png"))).Problems.Select(problem => problem.Id));
        Assert.Equal([ErrorIds.OperationUnknown], client.Prepare(Request(good) with { Operation = "Nonsense" }).Problems.Select(problem => problem.Id));
        Assert.Equal(
            [ErrorIds.ParameterNotAllowed],
            client.Prepare(Request(good) with { Operation = "Upscale", Parameters = new Dictionary<string, object?> { ["scale_factor"] = "3x" } }).Problems.Select(problem => problem.Id));
    }

    [Theory]
    [InlineData("https://photos.example/a.jpg", "Faithful", null)]
    [InlineData("http://127.0.0.1:5000/a.jpg", "Flexible", null)]
    [InlineData("http://photos.example/a.jpg", "Faithful", ErrorIds.ImageUriNotAccepted)]
    [InlineData("ftp://photos.example/a.jpg", "Upscale", ErrorIds.ImageUriNotAccepted)]
    [InlineData("https://photos.example/a.jpg", "SmartSkin", ErrorIds.ImageUriNotAccepted)]
    public async Task An_address_is_taken_where_the_provider_can_fetch_it(string address, string operation, string? id)
    {
        await using var client = EnhanceClient.Create(EnhanceSettings.FromEnvironment(_ => null));

        var prepared = client.Prepare(new EnhanceRequest { Source = ImageSource.FromUri(new Uri(address)), Operation = operation });

        Assert.Null(prepared.Image);
        Assert.Equal(id is null ? [] : [id], prepared.Problems.Select(problem => problem.Id));
    }

    [Fact]
    public async Task A_relative_address_is_refused_with_its_own_error()
    {
        await using var bench = new BatchFixture();
        var request = new EnhanceRequest { Source = ImageSource.FromUri(new Uri("photos/a.jpg", UriKind.Relative)), Operation = "Retouch" };

        Assert.Equal(ErrorIds.ImageUriNotAccepted, Assert.Single(await bench.RunAsync([request])).ErrorId);
    }

    [Fact]
    public async Task The_balance_is_requested_from_the_given_provider()
    {
        await using var bench = new BatchFixture();

        Assert.Equal([new CreditBalance("Other", "account", 12.5)], await bench.Client.GetBalanceAsync("other"));
        await Assert.ThrowsAsync<InvalidParameterException>(() => bench.Client.GetBalanceAsync("nobody"));
    }

    [Fact]
    public async Task It_has_the_operations_of_both_services()
    {
        await using var client = EnhanceClient.Create(EnhanceSettings.FromEnvironment(_ => null));

        Assert.Equal([.. ComfyOperations.All, .. AILabOperations.All], client.Catalog.Operations);
    }

    private static EnhanceRequest Request(string path) => new() { Source = ImageSource.FromPath(path), Operation = "Faithful" };
}
