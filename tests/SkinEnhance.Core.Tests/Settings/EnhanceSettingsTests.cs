using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;

namespace SkinEnhance.Core.Tests.Settings;

public class EnhanceSettingsTests
{
    [Fact]
    public void Without_variables_the_services_own_addresses_are_used()
    {
        var settings = EnhanceSettings.FromEnvironment(_ => null);

        Assert.Equal("https://api.comfy.org/", settings["Comfy"].BaseAddress.AbsoluteUri);
        Assert.Equal("https://www.ailabapi.com/", settings["AILab"].BaseAddress.AbsoluteUri);
    }

    [Fact]
    public void Each_variable_sets_its_own_provider()
    {
        var variables = new Dictionary<string, string>
        {
            ["COMFY_API_KEY"] = "comfyui-1",
            ["AILAB_API_KEY"] = "ailab-1",
            ["SKINENHANCE_COMFY_URI"] = "http://127.0.0.1:1/comfy",
            ["SKINENHANCE_AILAB_URI"] = "http://127.0.0.1:2/ailab",
        };

        var settings = EnhanceSettings.FromEnvironment(variables.GetValueOrDefault);

        Assert.Equal(("comfyui-1", "http://127.0.0.1:1/comfy/"), (settings["Comfy"].ReadKey(), settings["Comfy"].BaseAddress.AbsoluteUri));
        Assert.Equal(("ailab-1", "http://127.0.0.1:2/ailab/"), (settings["AILab"].ReadKey(), settings["AILab"].BaseAddress.AbsoluteUri));
    }

    [Theory]
    [InlineData(ComfyOperations.KeyVariable)]
    [InlineData(AILabOperations.KeyVariable)]
    public void A_missing_key_names_its_variable(string variable)
    {
        var settings = EnhanceSettings.FromEnvironment(_ => null);
        var provider = variable == ComfyOperations.KeyVariable ? settings["Comfy"] : settings["AILab"];

        Assert.Contains(variable, Assert.Throws<InvalidSettingException>(provider.Check).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://api.comfy.org/")]
    [InlineData("nonsense")]
    [InlineData("https://")]
    [InlineData("http://[::1")]
    [InlineData("https://host:99999/")]
    [InlineData(" ")]
    public void An_address_that_is_none_is_an_error_of_the_settings(string address)
    {
        var error = Assert.Throws<InvalidSettingException>(() =>
            EnhanceSettings.FromEnvironment(name => name == ComfyOperations.AddressVariable ? address : null)).Error;

        Assert.Equal((ErrorIds.AddressNotAccepted, "Comfy"), (error.Id, error.Provider));
    }
}
