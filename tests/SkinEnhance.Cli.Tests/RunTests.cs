using System.Text.Json;
using System.Text.RegularExpressions;
using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

public sealed partial class RunTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("enhance --mode faithful", "a-faithful.jpg")]
    [InlineData("enhance --mode flexible", "a-flexible.jpg")]
    [InlineData("enhance --mode smart-skin", "a-smart-skin.jpg")]
    [InlineData("enhance --mode smart-skin-advanced --set pore-control=on", "a-smart-skin-advanced.jpg")]
    [InlineData("upscale", "a-upscale-2x.jpg")]
    public async Task Every_operation_saves_its_result(string command, string expected)
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync([.. command.Split(' '), "a.jpg", "--destination", "out"]));

        Assert.Equal([expected], _fixture.Folder.FilesBelow("out"));
        Assert.Empty(_fixture.Error);
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_finished_image_is_one_plain_line_and_the_counts_are_the_last()
    {
        _fixture.Folder.Add("photos/a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "photos", "--destination", "out"));

        Assert.Equal(2, _fixture.OutputLines.Length);
        Assert.Matches(DoneLine(), _fixture.OutputLines[0].Replace('\\', '/'));
        Assert.Equal("1 done, 0 failed, 78.07 credits used.", _fixture.OutputLines[1]);
    }

    [Fact]
    public async Task A_failure_goes_to_standard_error_with_id_and_advice_and_the_others_continue()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("notes.jpg", "no image"u8.ToArray());
        _fixture.Folder.Add("z.png", Samples.Png);

        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg", "missing.jpg", "notes.jpg", "z.png", "no*.gif", "--destination", "out", "--limit", "1"));

        Assert.Equal(["a-faithful.jpg", "z-faithful.png"], _fixture.Folder.FilesBelow("out"));
        Assert.Equal("2 done, 2 failed, 156.14 credits used.", _fixture.OutputLines[^1]);
        var missing = Array.FindIndex(_fixture.ErrorLines, line => line.StartsWith("Failed: ", StringComparison.Ordinal) && line.EndsWith("[ImageNotFound]", StringComparison.Ordinal));
        Assert.Contains(_fixture.Folder.In("missing.jpg"), _fixture.ErrorLines[missing], StringComparison.Ordinal);
        Assert.Equal("    Check the path. Only * and ? are wildcards, and only if no file has exactly that name.", _fixture.ErrorLines[missing + 1]);
        Assert.Equal(["Failed:", "  missing.jpg [ImageNotFound]", "  notes.jpg [ImageNotRecognized]"], _fixture.ErrorLines[^3..].Order(StringComparer.Ordinal).OrderBy(line => line[0] == ' '));
    }

    [Fact]
    public async Task An_empty_folder_is_exit_code_3_with_a_message()
    {
        Directory.CreateDirectory(_fixture.Folder.In("empty"));

        Assert.Equal(3, await _fixture.RunAsync("enhance", "empty", "--destination", "out"));

        Assert.Contains("has no images", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal("0 done, 0 failed.", Assert.Single(_fixture.OutputLines));
    }

    [Fact]
    public async Task Json_is_one_object_a_line_with_these_names_and_nothing_else()
    {
        var good = _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        var missing = _fixture.Folder.In("missing é.jpg");

        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg", "missing é.jpg", "--destination", "out", "--json"));

        Assert.Equal(2, _fixture.OutputLines.Length);
        var lines = _fixture.OutputLines.Select(line => JsonDocument.Parse(line).RootElement).ToLookup(line => line.GetProperty("errorId").ValueKind == JsonValueKind.Null);
        var done = Assert.Single(lines[true]);
        Assert.Equal(
            ["taskId", "provider", "operation", "status", "source", "outputs", "credits", "errorId", "message", "fromLedger", "endpoint", "creditsTotal"],
            done.EnumerateObject().Select(property => property.Name));
        Assert.Equal(_fixture.Emulator.Record.Tasks[0].TaskId, done.GetProperty("taskId").GetString());
        Assert.Equal("Comfy", done.GetProperty("provider").GetString());
        Assert.Equal("Faithful", done.GetProperty("operation").GetString());
        Assert.Equal("Completed", done.GetProperty("status").GetString());
        Assert.Equal(good, done.GetProperty("source").GetString());
        Assert.Equal([_fixture.Folder.In("out/a-faithful.jpg")], done.GetProperty("outputs").EnumerateArray().Select(output => output.GetString()));
        Assert.Equal(78.07, done.GetProperty("credits").GetDouble());
        Assert.Equal(JsonValueKind.Null, done.GetProperty("message").ValueKind);
        Assert.False(done.GetProperty("fromLedger").GetBoolean());

        var expected = $$"""
            {"taskId":null,"provider":"Comfy","operation":"Faithful","status":"Failed","source":{{JsonSerializer.Serialize(missing)}},"outputs":[],"credits":null,"errorId":"ImageNotFound","message":{{JsonSerializer.Serialize($"There is no file '{missing}'.")}},"fromLedger":false,"endpoint":{{JsonSerializer.Serialize(_fixture.Emulator.ComfyAddress.AbsoluteUri)}},"creditsTotal":null}
            """;
        Assert.Equal(expected, Assert.Single(lines[false]).GetRawText());
        Assert.Contains("[ImageNotFound]", _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_result_is_rejected_before_it_is_billed_and_replaced_with_force()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("out/a-faithful.jpg", "old"u8.ToArray());

        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));
        Assert.Contains("[OutputExists]", _fixture.Error, StringComparison.Ordinal);
        Assert.Equal(0, _fixture.Emulator.Record.BilledCount);
        Assert.Equal("old", await File.ReadAllTextAsync(_fixture.Folder.In("out/a-faithful.jpg")));

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--force"));
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
        Assert.NotEqual("old", await File.ReadAllTextAsync(_fixture.Folder.In("out/a-faithful.jpg")));
        Assert.Equal(["a-faithful.jpg"], _fixture.Folder.FilesBelow("out"));
    }

    [Fact]
    public async Task Recurse_keeps_the_structure_and_a_second_run_skips_the_results()
    {
        _fixture.Folder.Add("photos/a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("photos/summer/sea [1]/b.png", Samples.Png);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "photos", "--recurse", "--destination", "photos/out"));
        Assert.Equal(["a-faithful.jpg", "summer/sea [1]/b-faithful.png"], _fixture.Folder.FilesBelow("photos/out"));

        Assert.Equal(0, await _fixture.RunAsync("enhance", "photos", "--recurse", "--destination", "photos/out"));
        Assert.Equal(2, _fixture.Emulator.Record.BilledCount);
        Assert.Equal("2 done (2 from the ledger), 0 failed, no credits used.", _fixture.OutputLines[^1]);
    }

    [Fact]
    public async Task No_wait_prints_the_task_and_saves_nothing()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--no-wait"));

        var id = Assert.Single(_fixture.Emulator.Record.Tasks).TaskId;
        Assert.Equal($"Submitted  a.jpg  (task {id} at Comfy)", _fixture.OutputLines[0]);
        Assert.DoesNotContain(_fixture.Emulator.Record.Requests, request => request.Target == FaultTarget.Status);
        Assert.Equal(["a.jpg"], _fixture.Folder.Files);
    }

    [Fact]
    public async Task No_wait_saves_a_result_that_is_part_of_the_response()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--no-wait", "--mode", "smart-skin", "--destination", "out"));
        Assert.Equal(["a-smart-skin.jpg"], _fixture.Folder.FilesBelow("out"));
    }

    [Fact]
    public async Task An_address_is_sent_to_comfy_unchanged_and_is_rejected_for_AILab()
    {
        var address = "https://example.org/portrait.jpg";

        Assert.Equal(0, await _fixture.RunAsync("enhance", address, "--no-wait"));
        Assert.Contains(_fixture.Emulator.Record.Requests, request => request.ImageUrl == address);

        Assert.Equal(1, await _fixture.RunAsync("enhance", address, "--mode", "smart-skin", "--destination", "out"));
        Assert.Contains("[ImageUriNotAccepted]", _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_query_of_an_address_is_sent_to_the_service_only()
    {
        string[] addresses = ["https://example.org/portrait.jpg?id=1&sig=opens-it", "https://example.org/portrait.jpg?id=2&sig=opens-it"];

        Assert.Equal(0, await _fixture.RunAsync(["enhance", .. addresses, "--no-wait", "--verbose"]));
        Assert.Equal(addresses, _fixture.Emulator.Record.Requests.Select(request => request.ImageUrl).OfType<string>().Order());

        Assert.Equal(1, await _fixture.RunAsync("enhance", addresses[0], "https://?sig=opens-it", "--mode", "smart-skin"));
        Assert.Equal(1, await _fixture.RunAsync("estimate", addresses[0], "--mode", "smart-skin"));
        Assert.Equal(0, await _fixture.RunAsync("tasks", "--json"));
        Assert.Contains("https://example.org/portrait.jpg", _fixture.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("opens-it", _fixture.Output + _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destination_that_is_a_file_is_exit_code_2_and_nothing_is_billed()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("out", "a file"u8.ToArray());

        Assert.Equal(2, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));

        Assert.Contains("[DestinationNotWritable]", _fixture.Error, StringComparison.Ordinal);
        Assert.Equal(0, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_result_that_cannot_be_saved_is_reported_with_its_address()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.RedirectText(FaultTarget.Download, "file:///elsewhere"));

        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));

        Assert.StartsWith("Not saved: ", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith($"    The result is at {_fixture.Emulator.Address}results/", _fixture.ErrorLines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("signature", _fixture.Error, StringComparison.Ordinal);
        Assert.Empty(_fixture.Folder.FilesBelow("out"));
    }

    [Fact]
    public async Task A_task_that_times_out_is_exit_code_1_with_its_id()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.TaskNeverEnds());

        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--timeout", "0.1"));

        Assert.StartsWith("Timed out: ", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(_fixture.Emulator.Record.Tasks[0].TaskId, _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Empty(_fixture.Folder.FilesBelow("out"));
    }

    [Fact]
    public async Task A_lost_response_is_unknown_and_only_resent_on_demand()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.ResetAfterAccept(FaultTarget.Submit) with { Times = 2 });

        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));
        Assert.StartsWith("Unknown: ", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--resubmit", "--resend-ambiguous"));
        Assert.Equal(["a-faithful.jpg"], _fixture.Folder.FilesBelow("out"));
    }

    [Fact]
    public async Task Verbose_has_a_line_for_every_request_on_standard_error()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--verbose"));

        var requests = _fixture.Emulator.Record.Requests;
        Assert.Equal(requests.Count, _fixture.ErrorLines.Count(line => line.StartsWith("POST ", StringComparison.Ordinal) || line.StartsWith("GET ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_images_with_the_same_name_are_both_saved()
    {
        _fixture.Folder.Add("1/a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("2/a.jpg", [.. Samples.Jpeg, 1]);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "1/a.jpg", "2/a.jpg", "--destination", "out", "--limit", "1"));
        Assert.Equal(0, await _fixture.RunAsync("enhance", "2/a.jpg", "--destination", "out", "--limit", "1"));

        Assert.Equal(["2-a-faithful.jpg", "a-faithful.jpg"], Directory.GetFiles(_fixture.Folder.In("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(2, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task Two_scales_of_one_image_are_both_saved()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("upscale", "a.jpg", "--destination", "out"));
        Assert.Equal(0, await _fixture.RunAsync("upscale", "a.jpg", "--destination", "out", "--scale", "4x"));

        Assert.Equal(["a-upscale-2x.jpg", "a-upscale-4x.jpg"], Directory.GetFiles(_fixture.Folder.In("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("skip", 0, "1 skipped", 0)]
    [InlineData("rename", 0, "a-faithful (2).jpg", 1)]
    [InlineData("replace", 0, "a-faithful.jpg", 1)]
    [InlineData("error", 1, "[OutputExists]", 0)]
    [InlineData("ask", 2, "--on-existing accepts error, skip, replace or rename", 0)]
    [InlineData("skip,replace", 2, "--on-existing accepts error, skip, replace or rename", 0)]
    [InlineData("+2", 2, "--on-existing accepts error, skip, replace or rename", 0)]
    public async Task An_existing_file_follows_the_specified_action(string action, int exitCode, string said, int billed)
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("out/a-faithful.jpg", Samples.Jpeg);

        Assert.Equal(exitCode, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--on-existing", action));

        Assert.Contains(said, _fixture.Output + _fixture.Error, StringComparison.Ordinal);
        Assert.Equal(billed, _fixture.Emulator.Record.BilledCount);
    }

    [Theory]
    [InlineData("{Folder}/{BaseName}_{Index:00}", 0, "in/a_01.jpg")]
    [InlineData("../{BaseName}", 2, "leaves the destination")]
    [InlineData("{Base}", 2, "there is no placeholder '{Base}'")]
    public async Task A_pattern_names_the_results_or_is_rejected_before_anything_is_sent(string pattern, int exitCode, string said)
    {
        _fixture.Folder.Add("in/a.jpg", Samples.Jpeg);

        Assert.Equal(exitCode, await _fixture.RunAsync("enhance", "in", "--destination", "out", "--output-name", pattern));

        Assert.Contains(said, (_fixture.Output + _fixture.Error).Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal(exitCode == 0 ? 1 : 0, _fixture.Emulator.Record.BilledCount);
    }

    [UnixFact]
    public async Task Control_characters_of_a_name_do_not_reach_the_terminal()
    {
        _fixture.Folder.Add("a\u001b[31m\nb.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", ".", "--destination", "out"));

        Assert.DoesNotContain('\u001b', _fixture.Output);
        Assert.Contains("a\uFFFD[31m\uFFFDb.jpg -> ", _fixture.OutputLines[0], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^Completed  photos/a\.jpg -> out/a-faithful\.jpg  \(78\.07 credits, \d+\.\d s\)$")]
    private static partial Regex DoneLine();
}
