namespace CheckIn.Supply.Checking;

public sealed class PackageVersionTests
{
    [Fact]
    public void Versions_are_ordered_as_the_package_manager_does()
    {
        string[] ordered =
        [
            "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
            "1.0.0", "1.0.0.1", "1.0.1", "1.9.0", "1.10.0", "2.0.0-preview.11", "2.0.0", "10.0.3", "10.0.12",
        ];
        for (var i = 0; i < ordered.Length; i++)
        {
            for (var j = 0; j < ordered.Length; j++)
                Assert.Equal(i.CompareTo(j), Math.Sign(PackageVersion.Parse(ordered[i]).CompareTo(PackageVersion.Parse(ordered[j]))));
        }
    }

    [Theory]
    [InlineData("1.0", "1.0.0.0")]
    [InlineData("1.0.0+build.7", "1.0.0")]
    [InlineData("1.0.0-RC.1", "1.0.0-rc.1")]
    public void Some_are_written_differently_and_equal(string one, string other) =>
        Assert.Equal(0, PackageVersion.Parse(one).CompareTo(PackageVersion.Parse(other)));

    [Theory]
    [InlineData("")]
    [InlineData("1.x")]
    [InlineData("1.2.3.4.5")]
    [InlineData("latest")]
    public void What_is_no_version_is_refused(string text) =>
        Assert.Throws<FormatException>(() => PackageVersion.Parse(text));
}
