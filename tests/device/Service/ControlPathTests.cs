using CheckIn.Gate.Service;

namespace CheckIn.Gate.Tests.Service;

public sealed class ControlPathTests
{
    [Theory]
    [InlineData("/run/own.sock", "/run/unit", "/run/own.sock")]
    [InlineData(null, "/run/unit:/run/other", "/run/unit/control.sock")]
    [InlineData(null, null, "/var/lib/checkin/control.sock")]
    [InlineData(" ", "", "/var/lib/checkin/control.sock")]
    public void The_gates_socket_is_where_it_was_told_else_in_its_runtime_directory_else_beside_the_journal(
        string? setting, string? runtime, string path) =>
        Assert.Equal(path, ControlPath.Of(setting, "/var/lib/checkin/journal.db", runtime));

    [Fact]
    public void A_technicians_shell_looks_where_a_unit_would_have_it_too()
    {
        Assert.Equal(
            ["/var/lib/checkin/control.sock", "/run/checkin-gate/control.sock"],
            ControlPath.Candidates(null, "/var/lib/checkin/journal.db", null));
        Assert.Equal(["/x"], ControlPath.Candidates("/x", "/var/lib/checkin/journal.db", "/run/unit"));
    }

    [Fact]
    public void A_path_that_no_socket_can_have_is_known_before()
    {
        Assert.False(ControlPath.IsTooLong(new string('x', 107)));
        Assert.True(ControlPath.IsTooLong(new string('ổ', 40)));
    }
}
