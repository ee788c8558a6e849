using CheckIn.Gate.Supervision;

namespace CheckIn.Gate.Tests.Supervision;

public class SystemdNotifierTests
{
    [Fact]
    public async Task It_tells_a_socket_in_the_file_system_and_an_abstract_one()
    {
        var name = Guid.NewGuid().ToString("N");
        foreach (var address in new[] { Path.Combine(Path.GetTempPath(), name), "@checkin-" + name })
        {
            using var manager = new ServiceManagerSocket(address);
            using var notifier = SystemdNotifier.Find(variable => variable == "NOTIFY_SOCKET" ? address : null);
            Assert.True(notifier!.Tell("READY=1\nSTATUS=1 lanes open"));
            Assert.Equal("READY=1\nSTATUS=1 lanes open", await manager.NextAsync());
            Assert.Null(notifier.Watchdog);
        }
    }

    [Fact]
    public void Nobody_there_is_no_failure()
    {
        Assert.Null(SystemdNotifier.Find(_ => null));
        Assert.Null(SystemdNotifier.Find(_ => "vsock:2:1"));
        Assert.Null(SystemdNotifier.Find(_ => "/" + new string('x', 200)));
        using var notifier = SystemdNotifier.Find(variable => variable == "NOTIFY_SOCKET" ? "/nobody/listens/here" : null);
        Assert.False(notifier!.Tell("READY=1"));
    }

    [Theory]
    [InlineData("30000000", null, 30.0)]
    [InlineData("1500000", "", 1.5)]
    [InlineData("30000000", "1", null)] // another process'
    [InlineData("0", null, null)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void The_watchdog_is_fed_only_by_whom_it_is_meant_for(string? microseconds, string? process, double? seconds) =>
        Assert.Equal(
            seconds is { } s ? TimeSpan.FromSeconds(s) : (TimeSpan?)null,
            SystemdNotifier.WatchdogOf(variable => variable == "WATCHDOG_USEC" ? microseconds : process));

    [Fact]
    public void It_feeds_the_one_meant_for_this_process() => Assert.Equal(TimeSpan.FromSeconds(1), SystemdNotifier.WatchdogOf(
        variable => variable == "WATCHDOG_USEC" ? "1000000" : Environment.ProcessId.ToString(provider: null)));
}
