using System.Text;
using CheckIn.Contract;

namespace CheckIn.Shared.Tests.Contract;

public sealed class ClockQualityReaderTests
{
    public static TheoryData<string, ClockQuality?> Clocks => new()
    {
        { "null", null },
        { """{"error_ms":15,"synced_age_s":60}""", new ClockQuality(15, 60) },
        { """{"synced_age_s":60,"error_ms":15,"source":"hub"}""", new ClockQuality(15, 60, ClockSources.Hub) },
        { """{"error_ms":15,"synced_age_s":60,"source":"star","x":[{}]}""", new ClockQuality(15, 60, "star") },
        { """{"error_ms":15,"source":"\ud800"}""", new ClockQuality(15, 0) },
        { """{"error_ms":15,"synced_age_s":[],"source":{"a":1}}""", new ClockQuality(15, 0) },
        { """{"error_ms":-1,"synced_age_s":60}""", null },
        { """{"error_ms":1.5}""", null },
        { """{"error_ms":99999999999999999999}""", null },
        { """{"error_ms":{"a":[1]}}""", null },
        { "{}", null },
        { "[{}]", null },
        { "true", null },
    };

    [Theory]
    [MemberData(nameof(Clocks))]
    public void A_clock_is_read_where_it_is_one_and_never_holds_a_batch_back(string clock, ClockQuality? expected)
    {
        var prev = ChainLink.ToText(ChainLink.Genesis("e"));
        var fact = $"{{\"seq\":1,\"kind\":\"alarm\",\"clock\":{clock},\"at\":5,\"prev\":\"{prev}\",\"body\":{{}}}}";
        var batch = $"{{\"epoch\":\"e\",\"first\":1,\"firstRetained\":1,\"events\":[{fact}]}}";
        var received = Assert.Single(EventBatch.Read(Encoding.UTF8.GetBytes(batch)).Events);
        Assert.Equal(expected, received.Clock);
        Assert.Equal(expected, ClockQualityReader.Of(received.Fact.Span));
        Assert.Equal(5, received.At);
    }

    [Fact]
    public void A_fact_without_a_clock_has_none() =>
        Assert.Null(ClockQualityReader.Of("""{"seq":[1,{"clock":{}}]}"""u8));
}
