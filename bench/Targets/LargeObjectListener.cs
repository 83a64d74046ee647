using System.Diagnostics.Tracing;

namespace SkinEnhance.Bench.Targets;

/// <summary>
/// Counts what is allocated on the large-object heap of this process, from the runtime's own events: one for about every 100 kB of large objects,
/// with the amount since the last one. Smaller remainders stay unseen, so it takes many images to see what each of them allocates.
/// </summary>
internal sealed class LargeObjectListener : EventListener
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords Collector = (EventKeywords)0x1;
    private const string Tick = "GCAllocationTick";
    private const uint Large = 1;
    private long _bytes;

    /// <summary>Bytes seen so far.</summary>
    internal long Bytes => Interlocked.Read(ref _bytes);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Runtime)
        {
            EnableEvents(eventSource, EventLevel.Verbose, Collector);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith(Tick, StringComparison.Ordinal) != true || Field(eventData, "AllocationKind") is not uint and not int)
        {
            return;
        }

        if (Convert.ToUInt32(Field(eventData, "AllocationKind"), CultureInfo.InvariantCulture) == Large)
        {
            var amount = Field(eventData, "AllocationAmount64") ?? Field(eventData, "AllocationAmount");
            Interlocked.Add(ref _bytes, Convert.ToInt64(amount, CultureInfo.InvariantCulture));
        }
    }

    private static object? Field(EventWrittenEventArgs seen, string name) =>
        seen.PayloadNames?.IndexOf(name) is { } index and >= 0 ? seen.Payload![index] : null;
}
