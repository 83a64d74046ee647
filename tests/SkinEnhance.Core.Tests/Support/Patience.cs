namespace SkinEnhance.Core.Tests.Support;

/// <summary>Turns a wait that would never end into a failure.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    internal static Task SoonAsync(this Task task) => task.WaitAsync(Limit);

    internal static Task<T> SoonAsync<T>(this Task<T> task) => task.WaitAsync(Limit);
}
