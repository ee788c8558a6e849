using System.Diagnostics;
using System.Diagnostics.Metrics;
using CheckIn.Hub.Backups;
using CheckIn.Hub.Events;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Metrics;

/// <summary>
/// The hub's own process and files; meter <c>CheckIn.Hub.Process</c>. The process's figures bear the names that
/// Prometheus' own libraries give them, so that ready dashboards and rules know them.
/// </summary>
internal sealed class HubMetrics
{
    internal const string MeterName = MeterBook.Prefix + ".Process";
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    public HubMetrics(
        IMeterFactory meters, IOptions<EventsOptions> events, IOptions<BackupOptions> backups, TimeProvider time)
    {
        var meter = meters.Create(MeterName);
        WatchProcess(meter);
        var database = Path.GetFullPath(events.Value.Path);
        meter.CreateObservableGauge("checkin_database_bytes", () => (Measurement<long>[])
            [
                Of(SizeOf(database), "file", "database"), Of(SizeOf(database + "-wal"), "file", "log"),
            ], "By", "Size of the hub's database, and of the log that goes into it");
        meter.CreateObservableGauge(
            "checkin_database_free_bytes", () => FreeAt(database), "By", "Room on the file system of the database");
        if (backups.Value.Folder is { } folder)
        {
            var last = new Recent<double>(() => LastIn(folder), Fresh, time);
            meter.CreateObservableGauge(
                "checkin_backup_last_timestamp_seconds", last.Now, "s",
                "When the newest backup in the folder was made, Unix time; 0 = there is none");
        }
    }

    private static void WatchProcess(Meter meter)
    {
        var started = new DateTimeOffset(Process.GetCurrentProcess().StartTime).ToUnixTimeMilliseconds() / 1000.0;
        var version = typeof(HubMetrics).Assembly.GetName().Version?.ToString(3) ?? "";
        meter.CreateObservableGauge(
            "checkin_hub_info", () => Of(1, "version", version), "1", "1, with the hub's version");
        meter.CreateObservableGauge(
            "process_start_time_seconds", () => started, "s", "When the hub started, Unix time");
        meter.CreateObservableCounter(
            "process_cpu_seconds_total", static () => Environment.CpuUsage.TotalTime.TotalSeconds, "s",
            "Processor time that the hub has used");
        meter.CreateObservableGauge(
            "process_resident_memory_bytes", static () => Environment.WorkingSet, "By", "Memory of the hub, all of it");
        meter.CreateObservableGauge(
            "checkin_hub_heap_bytes", static () => GC.GetTotalMemory(false), "By", "Of it, what its objects take");
        meter.CreateObservableGauge(
            "process_open_fds", static () => (long)OpenFiles(), "{file}", "Open files and connections");
        meter.CreateObservableGauge(
            "process_threads", static () => (long)ThreadPool.ThreadCount, "{thread}", "Threads that take work in turn");
    }

    private static Measurement<long> Of(long value, string label, string word) =>
        new(value, new KeyValuePair<string, object?>(label, word));

    private static long SizeOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static long FreeAt(string path) => new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;

    private static int OpenFiles() =>
        Directory.Exists("/proc/self/fd") ? Directory.EnumerateFiles("/proc/self/fd").Count() : 0;

    private static double LastIn(string folder) =>
        Directory.Exists(folder) && BackupFolder.List(folder) is [.., var (_, header)]
            ? header.Created.ToUnixTimeMilliseconds() / 1000.0 : 0;
}
