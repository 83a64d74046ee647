using System.Diagnostics;
using SkinEnhance.Cli.Tests.Support;

namespace SkinEnhance.Cli.Tests;

/// <summary>examples/nightly.sh, run as cron runs it.</summary>
public sealed class NightlyTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();
    private readonly TemporaryFolder _tools = new();

    private bool _hasJq = true;

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        _tools.Dispose();
    }

    [UnixFact]
    public async Task A_run_without_failures_is_silent_and_leaves_a_log()
    {
        _fixture.Folder.Add("-in [raw]/one [1].jpg", Samples.Jpeg);

        var first = await RunAsync("-in [raw]", "out [done]", "--mode", "smart-skin-advanced", "--set", "acne_removal=1");
        var second = await RunAsync("-in [raw]", "out [done]", "--mode", "smart-skin-advanced", "--set", "acne_removal=1");

        Assert.Equal(_hasJq ? (0, string.Empty) : (2, string.Empty), (first.Code, _hasJq ? first.Said : string.Empty));
        if (_hasJq)
        {
            Assert.Equal((0, string.Empty), second);
            Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
            Assert.Equal(2, Logs("out [done]/logs", ".jsonl").Length);
            Assert.All(Logs("out [done]/logs", ".log"), log => Assert.Contains("1 done", File.ReadAllText(log), StringComparison.Ordinal));
            Assert.Empty(Logs("out [done]/logs", ".csv"));
        }
    }

    [UnixFact]
    public async Task A_failure_is_reported_and_is_in_the_list()
    {
        _fixture.Folder.Add("in/text, \"odd\".jpg", "text"u8.ToArray());

        var (code, said) = await RunAsync("in", "out");

        if (_hasJq)
        {
            Assert.Equal(1, code);
            Assert.Contains("[ImageNotRecognized]", said, StringComparison.Ordinal);
            var list = await File.ReadAllLinesAsync(Assert.Single(Logs("out/logs", ".csv")));
            Assert.Equal("source,errorId,message", list[0]);
            Assert.Contains("text, \"\"odd\"\".jpg\",\"ImageNotRecognized\"", list[1], StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(2, code);
        }
    }

    [UnixTheory]
    [InlineData("gone", "out", 1, "ImageNotFound")]
    [InlineData("empty", "out", 3, "nothing to do")]
    [InlineData("in", "file/out", 2, "DestinationNotWritable")]
    public async Task A_run_that_cannot_start_has_its_exit_code_and_a_log(string source, string destination, int code, string said)
    {
        _fixture.Folder.Add("in/a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("file", "a file"u8.ToArray());
        Directory.CreateDirectory(_fixture.Folder.In("empty"));

        var run = await RunAsync(source, destination);

        Assert.Equal(_hasJq ? code : 2, run.Code);
        Assert.Contains(_hasJq ? said : "jq", run.Said, StringComparison.Ordinal);
        Assert.NotEmpty(Logs(destination == "out" ? "out/logs" : "temp/skinenhance-logs", ".log"));
        Assert.Equal(0, _fixture.Emulator.Record.BilledCount);
    }

    [UnixFact]
    public async Task A_missing_program_is_reported_with_the_path()
    {
        _fixture.Folder.Add("in/a.jpg", Samples.Jpeg);

        var (code, said) = await RunAsync(hasProgram: false, "in", "out");

        Assert.Equal(2, code);
        Assert.Contains("skinenhance is not on the path", said, StringComparison.Ordinal);
        Assert.Contains("skinenhance is not on the path", await File.ReadAllTextAsync(Assert.Single(Logs("out/logs", ".log"))), StringComparison.Ordinal);
    }

    private string[] Logs(string folder, string extension) => Directory.GetFiles(_fixture.Folder.In(folder), "*" + extension);

    private Task<(int Code, string Said)> RunAsync(params string[] args) => RunAsync(hasProgram: true, args);

    private async Task<(int Code, string Said)> RunAsync(bool hasProgram, params string[] args)
    {
        if (hasProgram && !OperatingSystem.IsWindows())
        {
            var program = _tools.Add("skinenhance", System.Text.Encoding.UTF8.GetBytes($"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "skinenhance.dll")}' \"$@\"\n"));
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var path = Environment.GetEnvironmentVariable("PATH")!;
        _hasJq = path.Split(':').Any(folder => File.Exists(Path.Combine(folder, "jq")));
        var start = new ProcessStartInfo("/bin/sh", [Path.Combine(Samples.Repository, "examples", "nightly.sh"), .. args])
        {
            WorkingDirectory = _fixture.Folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _fixture.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["PATH"] = $"{_tools.Path}:{path}";
        start.Environment["TMPDIR"] = _fixture.Folder.In("temp");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
