namespace SkinEnhance.Core.Tests.Support;

/// <summary>A test class that cleans up after each test.</summary>
/// <remarks>xunit 2 calls IDisposable and IAsyncLifetime; IAsyncDisposable alone it passes over without a word.</remarks>
public abstract class AsyncTest : IAsyncLifetime, IAsyncDisposable
{
    public abstract ValueTask DisposeAsync();

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
