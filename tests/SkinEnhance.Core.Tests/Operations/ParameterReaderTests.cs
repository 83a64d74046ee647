using System.Globalization;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;

namespace SkinEnhance.Core.Tests.Operations;

public class ParameterReaderTests
{
    private static readonly OperationDescriptor[] All = [.. ComfyOperations.All, .. AILabOperations.All];

    public static TheoryData<string, string> WholeNumbers => Parameters(ParameterKind.WholeNumber);

    public static TheoryData<string, string> Numbers => Parameters(ParameterKind.Number);

    public static TheoryData<string, string> Choices => Parameters(ParameterKind.Choice);

    public static TheoryData<string, string> Flags => Parameters(ParameterKind.Flag);

    public static TheoryData<string, string> Addresses => Parameters(ParameterKind.Address);

    public static TheoryData<string> Operations => [.. All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(WholeNumbers))]
    public void A_whole_number_is_accepted_in_its_range_and_refused_outside(string operation, string parameter)
    {
        var (minimum, maximum) = Range(operation, parameter);

        Assert.Equal((int)minimum, Read(operation, parameter, minimum));
        Assert.Equal((int)maximum, Read(operation, parameter, (int)maximum));
        Assert.Equal((int)maximum, Read(operation, parameter, maximum.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(ErrorIds.ParameterOutOfRange, Refuse(operation, parameter, minimum - 1).Id);
        Assert.Equal(ErrorIds.ParameterOutOfRange, Refuse(operation, parameter, maximum + 1).Id);
        Assert.Equal(ErrorIds.ParameterOutOfRange, Refuse(operation, parameter, long.MaxValue).Id);
        Assert.Equal(ErrorIds.ParameterOutOfRange, Refuse(operation, parameter, "1e300").Id);
    }

    [Theory]
    [MemberData(nameof(WholeNumbers))]
    public void A_value_that_is_not_a_whole_number_is_refused(string operation, string parameter)
    {
        foreach (var value in (object[])["", "many", "0x10", "1,5", 1.5, double.NaN, double.PositiveInfinity, true, "1 2", new[] { 1, 2 }])
        {
            var error = Refuse(operation, parameter, value);
            Assert.Equal((ErrorIds.ParameterTypeMismatch, parameter), (error.Id, error.Target));
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_is_taken_within_its_range_and_refused_beyond_it(string operation, string parameter)
    {
        var (minimum, maximum) = Range(operation, parameter);

        Assert.Equal(minimum, Read(operation, parameter, minimum));
        Assert.Equal(maximum, Read(operation, parameter, maximum));
        Assert.Equal(0.75, Read(operation, parameter, "0.75"));
        Assert.Equal(1.0, Read(operation, parameter, 1));
        Assert.Equal(0.25, Assert.IsType<double>(Read(operation, parameter, 0.25m)));
        Assert.Equal(ErrorIds.ParameterOutOfRange, Refuse(operation, parameter, Math.BitDecrement(minimum)).Id);
        Assert.Equal(ErrorIds.ParameterOutOfRange, Refuse(operation, parameter, Math.BitIncrement(maximum)).Id);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_value_that_is_not_a_number_is_refused(string operation, string parameter)
    {
        foreach (var value in (object[])["", "strong", "0,5", double.NaN, double.PositiveInfinity, true])
        {
            Assert.Equal(ErrorIds.ParameterTypeMismatch, Refuse(operation, parameter, value).Id);
        }
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Each_value_of_a_choice_is_accepted_in_any_spelling_and_no_other_value(string operation, string parameter)
    {
        foreach (var word in Find(operation, parameter).Choices)
        {
            Assert.Equal(word, Read(operation, parameter, word));
            Assert.Equal(word, Read(operation, parameter, word.ToUpperInvariant().Replace('_', '-')));
            Assert.Equal(word, Read(operation, parameter, word.Replace("_", " ", StringComparison.Ordinal)));
        }

        foreach (var value in (object[])["", "none of them", 3, true])
        {
            var error = Refuse(operation, parameter, value);
            Assert.Equal(ErrorIds.ParameterNotAllowed, error.Id);
            Assert.All(Find(operation, parameter).Choices, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Flags))]
    public void A_flag_is_taken_in_its_usual_forms_and_no_other(string operation, string parameter)
    {
        Assert.All((object[])[true, 1, "1", "true", "ON", "yes", 1.0], value => Assert.Equal(true, Read(operation, parameter, value)));
        Assert.All(
            (object[])[false, 0, "0", "False", "off", "no"],
            value => Assert.Equal(false, Read(operation, parameter, value, [.. EffectsBut(operation, parameter)])));
        Assert.All((object[])["", "maybe", 2, -1, 0.5], value => Assert.Equal(ErrorIds.ParameterNotAllowed, Refuse(operation, parameter, value).Id));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void An_address_must_be_absolute_and_of_the_web(string operation, string parameter)
    {
        Assert.Equal("https://host/hook?x=1", Read(operation, parameter, "https://host/hook?x=1"));
        Assert.Equal("https://host/hook", Read(operation, parameter, new Uri("https://host/hook")));
        Assert.All(
            (object[])["", "hook", "/hook", "ftp://host/hook", "file:///etc/passwd", "javascript:alert(1)", 5],
            value => Assert.Equal(ErrorIds.ParameterTypeMismatch, Refuse(operation, parameter, value).Id));
    }

    [Fact]
    public void A_text_must_have_a_character()
    {
        Assert.Equal("freckles, \"soft\" light", Read("Upscale", "prompt", "freckles, \"soft\" light"));
        Assert.Equal(ErrorIds.ParameterTypeMismatch, Refuse("Upscale", "prompt", "").Id);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_unknown_name_is_refused_with_the_list_of_names(string operation)
    {
        var error = Refuse(operation, "sharpness", 3);

        Assert.Equal((ErrorIds.ParameterUnknown, "sharpness"), (error.Id, error.Target));
        Assert.All(Find(operation).Parameters, parameter => Assert.Contains(parameter.Name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_parameter_of_another_operation_is_refused_with_its_owner()
    {
        Assert.Contains("belongs to Faithful", Refuse("Flexible", "skin_detail", 3).Message, StringComparison.Ordinal);
        Assert.Contains("belongs to Flexible, Upscale", Refuse("Faithful", "OptimizedFor", "standard").Message, StringComparison.Ordinal);
        Assert.Contains("belongs to SmartSkin.", Refuse("SmartSkinAdvanced", "retouch-degree", 1).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smart_grain")]
    [InlineData("SmartGrain")]
    [InlineData("smart-grain")]
    [InlineData("Smart Grain")]
    [InlineData("SMARTGRAIN")]
    public void A_name_may_be_written_in_any_way(string name) => Assert.Equal(9, ReadAll("Faithful", new() { [name] = 9 })["smart_grain"]);

    [Fact]
    public void A_parameter_in_two_spellings_is_refused()
    {
        var error = Assert.Throws<InvalidParameterException>(() => ReadAll("Faithful", new() { ["smart_grain"] = 1, ["SmartGrain"] = 2 })).Error;

        Assert.Contains("twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_without_a_value_counts_as_not_specified() => Assert.Equal(2, ReadAll("Faithful", new() { ["smart_grain"] = null })["smart_grain"]);

    [Fact]
    public void The_defaults_of_the_contract_are_sent()
    {
        Assert.Equal([("sharpen", 0), ("smart_grain", 2), ("skin_detail", 80)], Sent("Faithful"));
        Assert.Equal([("sharpen", 0), ("smart_grain", 2), ("optimized_for", "enhance_skin")], Sent("Flexible"));
        Assert.Equal(
            [
                ("scale_factor", "2x"), ("optimized_for", "standard"), ("creativity", 0), ("hdr", 0), ("resemblance", 0), ("fractality", 0),
                ("engine", "automatic"),
            ],
            Sent("Upscale"));
        Assert.Equal([("sharpen", 0), ("smart_grain", 2)], Sent("Creative"));
        Assert.Equal([("scale_factor", 2), ("sharpen", 7), ("smart_grain", 7), ("ultra_detail", 30)], Sent("UpscalePrecision"));
        Assert.Equal([("retouch_degree", 1.0), ("whitening_degree", 1.0)], Sent("SmartSkin"));
    }

    [Theory]
    [InlineData("Upscale", "4x", "4x")]
    [InlineData("Upscale", "4", "4x")]
    [InlineData("Upscale", 16, "16x")]
    [InlineData("UpscalePrecision", "3x", 3)]
    [InlineData("UpscalePrecision", "3", 3)]
    [InlineData("UpscalePrecision", 16, 16)]
    public void A_scale_is_read_with_and_without_its_x(string operation, object given, object sent) => Assert.Equal(sent, Read(operation, "scale_factor", given));

    [Theory]
    [InlineData("Upscale", "3x", ErrorIds.ParameterNotAllowed)]
    [InlineData("Upscale", "x", ErrorIds.ParameterNotAllowed)]
    [InlineData("Upscale", "4xx", ErrorIds.ParameterNotAllowed)]
    [InlineData("UpscalePrecision", "1x", ErrorIds.ParameterOutOfRange)]
    [InlineData("UpscalePrecision", "17", ErrorIds.ParameterOutOfRange)]
    [InlineData("UpscalePrecision", "2.5x", ErrorIds.ParameterTypeMismatch)]
    [InlineData("UpscalePrecision", "x", ErrorIds.ParameterTypeMismatch)]
    public void A_scale_that_the_operation_does_not_accept_is_refused(string operation, string given, string error) =>
        Assert.Equal(error, Refuse(operation, "scale_factor", given).Id);

    [Theory]
    [InlineData("acne_removal", "none")]
    [InlineData("acne_removal", "0")]
    public void A_call_without_any_effect_is_refused(string effect, string value)
    {
        var given = value == "none" ? new Dictionary<string, object?>() : new() { [effect] = value };

        var error = Assert.Throws<InvalidParameterException>(() => ReadAll("SmartSkinAdvanced", given)).Error;

        Assert.Equal(ErrorIds.NoEffectSelected, error.Id);
        Assert.All(AILabOperations.SmartSkinAdvanced.Parameters, parameter => Assert.Contains(parameter.Name, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Flags))]
    public void One_effect_is_enough_and_all_nine_are_sent(string operation, string effect)
    {
        var sent = ReadAll(operation, new() { [effect] = true });

        Assert.Equal(9, sent.Count);
        Assert.All(sent, pair => Assert.Equal(pair.Key == effect, pair.Value));
    }

    [Fact]
    public void An_effect_without_a_default_may_be_omitted()
    {
        var operation = AILabOperations.SmartSkinAdvanced with
        {
            Parameters = [.. AILabOperations.SmartSkinAdvanced.Parameters.Select(parameter => parameter with { Default = null })],
        };

        Assert.Equal([KeyValuePair.Create("scar_reduction", (object)true)], ParameterReader.Read(operation, new Dictionary<string, object?> { ["scar_reduction"] = 1 }, []));
        Assert.Throws<InvalidParameterException>(() => ParameterReader.Read(operation, new Dictionary<string, object?>(), []));
    }

    private static TheoryData<string, string> Parameters(ParameterKind kind)
    {
        var data = new TheoryData<string, string>();
        foreach (var operation in All)
        {
            foreach (var parameter in operation.Parameters.Where(parameter => parameter.Kind == kind))
            {
                data.Add(operation.Name, parameter.Name);
            }
        }

        return data;
    }

    private static OperationDescriptor Find(string operation) => All.Single(candidate => candidate.Name == operation);

    private static ParameterDescriptor Find(string operation, string parameter) => ParameterReader.Find(Find(operation), parameter)!;

    private static IReadOnlyDictionary<string, object> ReadAll(string operation, Dictionary<string, object?> given) => ParameterReader.Read(Find(operation), given, All);

    private static (double Minimum, double Maximum) Range(string operation, string parameter) => (Find(operation, parameter).Minimum, Find(operation, parameter).Maximum);

    private static IEnumerable<(string Name, object Value)> EffectsBut(string operation, string parameter) =>
        Find(operation).Parameters.Where(other => other.IsEffect && other.Name != parameter).Take(1).Select(other => (other.Name, (object)true));

    private static object Read(string operation, string parameter, object value, params (string Name, object Value)[] others)
    {
        var given = new Dictionary<string, object?> { [parameter] = value };
        foreach (var (name, other) in others)
        {
            given[name] = other;
        }

        return ReadAll(operation, given)[parameter];
    }

    private static EnhanceError Refuse(string operation, string parameter, object value) =>
        Assert.Throws<InvalidParameterException>(() => ReadAll(operation, new Dictionary<string, object?> { [parameter] = value })).Error;

    private static IEnumerable<(string Name, object Value)> Sent(string operation) =>
        ReadAll(operation, new Dictionary<string, object?>()).Select(pair => (pair.Key, pair.Value));
}
