using System.Diagnostics;
using System.Text.Json;

namespace SkinEnhance.Bench.Servers;

/// <summary>A server in a process of its own, so that neither its memory nor its processor time counts as a client's.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, ServerGreeting greeting)
    {
        _process = process;
        Greeting = greeting;
    }

    internal ServerGreeting Greeting { get; }

    internal static async Task<ServerProcess> StartAsync(ServerPlan plan)
    {
        var start = Self.Start(ServerHost.Verb, JsonSerializer.Serialize(plan));
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server ended before it could be used.");
        return new ServerProcess(process, JsonSerializer.Deserialize<ServerGreeting>(line)!);
    }

    internal async Task<ServerReport> ReportAsync()
    {
        await _process.StandardInput.WriteLineAsync(ServerHost.ReportCommand);
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server has ended.");
        return JsonSerializer.Deserialize<ServerReport>(line)!;
    }

    /// <summary>The variables that send a client of this project to the server.</summary>
    /// <param name="start">A program to be started.</param>
    /// <param name="home">The folder above the ledger.</param>
    internal void Configure(ProcessStartInfo start, string home)
    {
        start.Environment["SKINENHANCE_COMFY_URI"] = Greeting.Address.AbsoluteUri;
        start.Environment["SKINENHANCE_AILAB_URI"] = Greeting.Address.AbsoluteUri;
        start.Environment["COMFY_API_KEY"] = Greeting.Key;
        start.Environment["AILAB_API_KEY"] = Greeting.AILabKey;
        start.Environment["SKINENHANCE_HOME"] = home;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
