using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Settings;

public class ProviderSettingsTests
{
    [Theory]
    [InlineData("https://api.example.org", "https://api.example.org/")]
    [InlineData("https://api.example.org/", "https://api.example.org/")]
    [InlineData("https://api.example.org/prefix", "https://api.example.org/prefix/")]
    [InlineData("https://10.0.0.1:8443/a/b/", "https://10.0.0.1:8443/a/b/")]
    [InlineData("https://api.example.org/x?key=1#y", "https://api.example.org/x/")]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5000/")]
    [InlineData("http://127.9.9.9/", "http://127.9.9.9/")]
    [InlineData("http://localhost:5000/p", "http://localhost:5000/p/")]
    [InlineData("http://[::1]:5000", "http://[::1]:5000/")]
    public void An_https_address_is_taken_and_plain_http_on_loopback(string given, string expected) =>
        Assert.Equal(expected, Settings(given).BaseAddress.AbsoluteUri);

    [Theory]
    [InlineData("http://api.example.org/")]
    [InlineData("http://localhost.example.org/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("ftp://api.example.org/")]
    [InlineData("file:///etc/")]
    [InlineData("api.example.org")]
    [InlineData("/api")]
    public void Any_other_address_is_refused(string given)
    {
        var error = Assert.Throws<InvalidSettingException>(() => Settings(given)).Error;

        Assert.Equal((ErrorIds.AddressNotAccepted, "Test"), (error.Id, error.Provider));
    }

    [Theory]
    [InlineData("https://user:hunter2@api.example.org/")]
    [InlineData("https://hunter2@api.example.org/")]
    [InlineData("http://user:hunter2@127.0.0.1/")]
    [InlineData("http://api.example.org/?token=hunter2")]
    [InlineData("1user:hunter2@api.example.org")]
    [InlineData("user:hunter2@api.example.org")]
    public void A_secret_in_an_address_is_refused_and_not_repeated(string given)
    {
        var refused = Assert.Throws<InvalidSettingException>(() => Settings(given));

        Assert.DoesNotContain("hunter2", Shown.Of(refused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \r\n")]
    public void A_missing_key_is_reported_with_its_setting(string? key)
    {
        var error = Assert.Throws<InvalidSettingException>(Settings("https://host/", key).Check).Error;

        Assert.Equal((ErrorIds.KeyMissing, "TEST_KEY"), (error.Id, error.Target));
        Assert.Contains("TEST_KEY", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("two\r\nX-Injected: yes")]
    [InlineData("a space")]
    [InlineData("tab\tbed")]
    [InlineData("naïve")]
    [InlineData("null\0byte")]
    [InlineData("del\u007F")]
    public void A_key_that_is_invalid_in_a_header_is_refused_and_not_repeated(string key)
    {
        var refused = Assert.Throws<InvalidSettingException>(Settings("https://host/", key).Check);

        Assert.Equal(ErrorIds.KeyMalformed, refused.Error.Id);
        Assert.DoesNotContain(key, Shown.Of(refused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("comfyui-0123456789abcdef")]
    [InlineData("  copied-with-space\r\n")]
    [InlineData("!~odd=/+")]
    public void A_printable_key_is_taken_without_the_space_around_it(string key)
    {
        var settings = Settings("https://host/", key);

        settings.Check();
        Assert.Equal(key.Trim(), settings.ReadKey());
    }

    [Fact]
    public void The_key_is_read_anew_each_time()
    {
        var key = "first";
        var settings = new ProviderSettings("Test", new Uri("https://host/"), "TEST_KEY", () => key);
        Assert.Equal("first", settings.ReadKey());
        key = "second";

        Assert.Equal("second", settings.ReadKey());
    }

    private static ProviderSettings Settings(string address, string? key = "key") =>
        new("Test", new Uri(address, UriKind.RelativeOrAbsolute), "TEST_KEY", () => key);
}
