using CheckIn.Hub.Alerts;
using CheckIn.Hub.Notices;

namespace CheckIn.Hub.Tests.Notices;

public sealed class WebhookSignatureTests
{
    /// <summary>The example of the Standard Webhooks libraries' own tests.</summary>
    [Fact]
    public void It_is_what_the_standards_own_libraries_compute() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
            """{"test": 2432232314}"""u8));
}
