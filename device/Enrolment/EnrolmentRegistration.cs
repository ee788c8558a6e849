using CheckIn.Gate.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Enrolment;

internal static class EnrolmentRegistration
{
    /// <summary>What enrolment left, and how a gate gets there.</summary>
    internal static IServiceCollection AddEnrolment(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<EnrolmentOptions>(configuration, "Enrolment")
        .AddSingleton(provider => new EnrolmentStore(provider.GetRequiredService<IOptions<EnrolmentOptions>>().Value.Directory))
        .AddSingleton(provider => new Enroller(
            provider.GetRequiredService<EnrolmentStore>(),
            provider.GetRequiredService<IOptions<EnrolmentOptions>>().Value.Patience,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Enroller>>()))
        .AddSingleton<IValidateOptions<GateOptions>>(provider => new OwnId(
            configuration, provider.GetRequiredService<EnrolmentStore>()));

    private sealed class OwnId(IConfiguration configuration, EnrolmentStore store) : IValidateOptions<GateOptions>
    {
        public ValidateOptionsResult Validate(string? name, GateOptions options) =>
            EnrolledSettings.OtherId(configuration, store.Read()) is { } problem
                ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
    }
}
