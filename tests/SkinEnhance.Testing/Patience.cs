namespace SkinEnhance.Testing;

/// <summary>Permits a wait that would never end into a failure.</summary>
public static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task SoonAsync(this Task task) => task.WaitAsync(Limit);

    public static Task<T> SoonAsync<T>(this Task<T> task) => task.WaitAsync(Limit);
}
