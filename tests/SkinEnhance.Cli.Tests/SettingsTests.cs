using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;

namespace SkinEnhance.Cli.Tests;

public sealed class SettingsTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("faithful", ComfyOperations.KeyVariable)]
    [InlineData("smart-skin", AILabOperations.KeyVariable)]
    public async Task Without_a_key_nothing_is_read_and_the_message_has_the_variable(string mode, string variable)
    {
        _fixture.Variables[variable] = "  ";

        Assert.Equal(2, await _fixture.RunAsync("enhance", "no-such-file.jpg", "--destination", "out", "--mode", mode));

        Assert.Contains(variable, _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("[KeyMissing]", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("skinenhance demo", _fixture.Error, StringComparison.Ordinal);
        Assert.Contains("skinenhance emulator", _fixture.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("no-such-file", _fixture.Error, StringComparison.Ordinal);
        Assert.Empty(_fixture.Output);
        Assert.False(Directory.Exists(_fixture.Folder.In("out")));
    }

    [Fact]
    public async Task The_other_services_key_is_not_needed()
    {
        _fixture.Variables[AILabOperations.KeyVariable] = null;
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));
    }

    [Theory]
    [InlineData("http://example.org/", "AddressNotAccepted")]
    [InlineData("http://", "AddressNotAccepted")]
    [InlineData("nonsense", "AddressNotAccepted")]
    public async Task A_bad_address_is_exit_code_2(string address, string id)
    {
        _fixture.Variables[ComfyOperations.AddressVariable] = address;

        Assert.Equal(2, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));
        Assert.Contains(id, _fixture.ErrorLines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("faithful")]
    [InlineData("smart-skin")]
    public async Task A_key_that_the_service_rejects_is_exit_code_2_and_stops_the_rest(string mode)
    {
        _fixture.Variables[ComfyOperations.KeyVariable] = "comfyui-wrong-secret";
        _fixture.Variables[AILabOperations.KeyVariable] = "wrong-secret";
        for (var number = 1; number <= 5; number++)
        {
            _fixture.Folder.Add($"photos/{number}.jpg", Samples.Jpeg);
        }

        Assert.Equal(2, await _fixture.RunAsync("enhance", "photos", "--destination", "out", "--limit", "1", "--mode", mode));

        Assert.Contains("1.jpg: ", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("[KeyRejected]", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal(4, _fixture.ErrorLines.Count(line => line.StartsWith("Not sent: photos/", StringComparison.Ordinal) || line.StartsWith(@"Not sent: photos\", StringComparison.Ordinal)));
        Assert.Equal("0 done, 1 failed, 4 not sent.", _fixture.OutputLines[^1]);
        Assert.Empty(_fixture.Folder.FilesBelow("out"));
    }

    [Theory]
    [InlineData("faithful", false)]
    [InlineData("smart-skin", false)]
    [InlineData("faithful", true)]
    [InlineData("smart-skin-advanced", true)]
    public async Task A_key_is_never_printed(string mode, bool isRight)
    {
        if (!isRight)
        {
            _fixture.Variables[ComfyOperations.KeyVariable] = "comfyui-wrong-secret";
            _fixture.Variables[AILabOperations.KeyVariable] = "wrong-secret";
        }

        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        string[] effect = mode == "smart-skin-advanced" ? ["--set", "acne-removal=1"] : [];

        Assert.Equal(isRight ? 0 : 2, await _fixture.RunAsync(["enhance", "a.jpg", "--destination", "out", "--verbose", "--mode", mode, .. effect]));

        Assert.Contains("POST ", _fixture.Error, StringComparison.Ordinal);
        foreach (var key in (string[])["secret", _fixture.Emulator.ComfyKey, _fixture.Emulator.AILabKey])
        {
            Assert.DoesNotContain(key, _fixture.Output + _fixture.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unusable_key_is_not_repeated_in_the_error()
    {
        _fixture.Variables[ComfyOperations.KeyVariable] = "my secret";

        Assert.Equal(2, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));

        Assert.Contains("[KeyMalformed]", _fixture.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _fixture.Error, StringComparison.Ordinal);
    }
}
