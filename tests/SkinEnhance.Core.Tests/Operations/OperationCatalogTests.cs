using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Operations;

public class OperationCatalogTests
{
    [Fact]
    public void The_ranges_and_words_are_those_of_the_contract()
    {
        Assert.Equal((0, 100), Range(ComfyOperations.Faithful, "sharpen"));
        Assert.Equal((0, 100), Range(ComfyOperations.Faithful, "smart_grain"));
        Assert.Equal((0, 100), Range(ComfyOperations.Faithful, "skin_detail"));
        Assert.Equal((0, 100), Range(ComfyOperations.Flexible, "sharpen"));
        Assert.Equal((0, 100), Range(ComfyOperations.Flexible, "smart_grain"));
        Assert.All((string[])["creativity", "hdr", "resemblance", "fractality"], name => Assert.Equal((-10, 10), Range(ComfyOperations.Upscale, name)));
        Assert.All((string[])["sharpen", "smart_grain"], name => Assert.Equal((0, 100), Range(ComfyOperations.Creative, name)));
        Assert.All((string[])["sharpen", "smart_grain", "ultra_detail"], name => Assert.Equal((0, 100), Range(ComfyOperations.UpscalePrecision, name)));
        Assert.Equal((2, 16), Range(ComfyOperations.UpscalePrecision, "scale_factor"));
        Assert.Equal(["sublime", "photo", "photo_denoiser"], Parameter(ComfyOperations.UpscalePrecision, "flavor").Choices);
        Assert.Equal((0, 1.5), Range(AILabOperations.SmartSkin, "retouch_degree"));
        Assert.Equal((0, 1.5), Range(AILabOperations.SmartSkin, "whitening_degree"));
        Assert.Equal(
            ["enhance_skin", "improve_lighting", "enhance_everything", "transform_to_real", "no_make_up"],
            Parameter(ComfyOperations.Flexible, "optimized_for").Choices);
        Assert.Equal(["2x", "4x", "8x", "16x"], Parameter(ComfyOperations.Upscale, "scale_factor").Choices);
        Assert.Equal(
            [
                "standard", "soft_portraits", "hard_portraits", "art_n_illustration", "videogame_assets", "nature_n_landscapes", "films_n_photography",
                "3d_renders", "science_fiction_n_horror",
            ],
            Parameter(ComfyOperations.Upscale, "optimized_for").Choices);
        Assert.Equal(["automatic", "magnific_illusio", "magnific_sharpy", "magnific_sparkle"], Parameter(ComfyOperations.Upscale, "engine").Choices);
        Assert.Equal(
            [
                "smart_skin", "acne_removal", "spot_correction", "skin_brightening", "skin_smoothing", "pore_control", "wrinkle_reduction",
                "under_eye_correction", "scar_reduction",
            ],
            AILabOperations.SmartSkinAdvanced.Parameters.Select(parameter => parameter.Name));
    }

    [Theory]
    [InlineData("SmartSkin")]
    [InlineData("smart-skin")]
    [InlineData("SMART_SKIN")]
    [InlineData("smart skin")]
    public void An_operation_is_found_by_any_spelling(string name) => Assert.Same(AILabOperations.SmartSkin, Catalog().Find(name));

    [Fact]
    public void An_operation_is_found_by_its_command_name_too()
    {
        var operation = ComfyOperations.Faithful with { Name = "Portrait", CommandName = "portrait-fix", Provider = "Test" };
        var catalog = new OperationCatalog([new TestProvider { Operations = [operation] }]);

        Assert.Same(operation, catalog.Find("Portrait"));
        Assert.Same(operation, catalog.Find("portrait-fix"));
    }

    [Fact]
    public void An_unknown_operation_is_refused_with_the_list_of_operations()
    {
        var error = Assert.Throws<InvalidParameterException>(() => Catalog().Find("Beautify")).Error;

        Assert.Equal((ErrorIds.OperationUnknown, "Beautify"), (error.Id, error.Target));
        Assert.Contains("Faithful, Flexible, Creative, Upscale, UpscalePrecision, SmartSkin, SmartSkinAdvanced", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_is_found_in_any_case_and_an_unknown_one_is_refused()
    {
        Assert.Equal("AILab", Catalog().Provider("ailab").Name);
        Assert.Contains("Comfy, AILab", Assert.Throws<InvalidParameterException>(() => Catalog().Provider("Unknown")).Message, StringComparison.Ordinal);
    }

    private static OperationCatalog Catalog()
    {
        var settings = EnhanceSettings.FromEnvironment(_ => null);
        return new OperationCatalog([new ComfyProvider(settings["Comfy"]), new AILabProvider(settings["AILab"])]);
    }

    private static ParameterDescriptor Parameter(OperationDescriptor operation, string name) => ParameterReader.Find(operation, name)!;

    private static (double Minimum, double Maximum) Range(OperationDescriptor operation, string name) =>
        (Parameter(operation, name).Minimum, Parameter(operation, name).Maximum);
}
