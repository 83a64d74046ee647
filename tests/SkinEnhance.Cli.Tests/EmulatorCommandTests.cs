using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

public sealed partial class EmulatorCommandTests
{
    [Fact]
    public async Task It_prints_the_variables_for_both_shells_and_stops_on_cancel()
    {
        using var output = new SignalWriter("Ctrl+C");
        using var cancel = new CancellationTokenSource();
        var run = CliApplication.RunAsync(["emulator", "--task-seconds", "0"], new CliHost(output, TextWriter.Null), cancel.Token);
        await output.Seen.WaitAsync(TimeSpan.FromSeconds(30));

        var text = output.ToString();
        var address = new Uri(Address().Match(text).Value);
        foreach (var variable in (string[])["SKINENHANCE_COMFY_URI", "COMFY_API_KEY", "SKINENHANCE_AILAB_URI", "AILAB_API_KEY", "SKINENHANCE_HOME"])
        {
            Assert.Matches($"(?m)^  export {variable}='[^']+'", text);
            Assert.Matches($@"(?m)^  \$env:{variable} = '[^']+'", text);
        }

        using var http = new HttpClient();
        Assert.Contains("SkinEnhance.Emulator", await http.GetStringAsync(address), StringComparison.Ordinal);

        var home = Home().Match(text).Groups[1].Value;
        Assert.Equal([TrialFolder.Mark], Directory.EnumerateFileSystemEntries(home).Select(Path.GetFileName));

        await cancel.CancelAsync();
        Assert.Equal(0, await run.WaitAsync(TimeSpan.FromSeconds(30)));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(address));
        Assert.False(Directory.Exists(home));
    }

    [Fact]
    public async Task A_port_in_use_is_exit_code_2()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var error = new StringWriter();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        Assert.Equal(2, await CliApplication.RunAsync(["emulator", "--port", $"{port}"], new CliHost(TextWriter.Null, error), CancellationToken.None));
        Assert.Contains($"port {port}", error.ToString(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"export SKINENHANCE_HOME='([^']+)'")]
    private static partial Regex Home();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex Address();
}
