using CheckIn.Enrolment;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Tests.Enrolment;

namespace CheckIn.Gate.Tests.Identity;

/// <summary>Another certificate in time, and the former one as long as it lasts.</summary>
public sealed class RenewalTests : IAsyncLifetime
{
    private EnrolledGateFixture _gate = null!;

    public async Task InitializeAsync() => _gate = await EnrolledGateFixture.StartAsync();

    public async Task DisposeAsync() => await _gate.DisposeAsync();

    [Fact]
    public async Task Nothing_is_renewed_before_two_thirds_of_its_life()
    {
        await RenewAtAsync(0.62);
        Assert.DoesNotContain("certificate", _gate.Hub.Requests);
    }

    [Fact]
    public async Task After_that_a_new_key_and_certificate_take_its_place()
    {
        var (before, beforeKey) = (_gate.Access.Certificate!, _gate.Store.ReadIdentity().Key);
        await RenewAtAsync(0.71);
        var after = _gate.Access.Certificate!;
        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
        Assert.NotEqual(beforeKey, _gate.Store.ReadIdentity().Key);
        Assert.Equal(after.Fingerprint, GateCertificate.Of(_gate.Store.ReadIdentity()).Fingerprint);
        Assert.Equal(before.Own.SerialNumber, Assert.Single(_gate.Hub.Serials));
        await _gate.Desk.ProvisionAsync(null, default);
        Assert.Equal(after.Own.SerialNumber, _gate.Hub.Serials.Last());
    }

    [Fact]
    public async Task Who_does_not_know_the_time_renews_nothing()
    {
        _gate.Quality = null;
        await RenewAtAsync(0.9);
        Assert.DoesNotContain("certificate", _gate.Hub.Requests);
    }

    [Fact]
    public async Task A_hub_that_refuses_or_is_away_leaves_the_gate_what_it_has()
    {
        var before = _gate.Store.ReadIdentity();
        _gate.Hub.RefusesCertificates = new EnrolmentRefusal(EnrolmentReasons.Malformed);
        await RenewAtAsync(0.9);
        await _gate.Hub.DisposeAsync();
        await RenewAtAsync(0.9);
        Assert.Equal(before, _gate.Store.ReadIdentity());
    }

    [Fact]
    public async Task A_certificate_for_another_gate_is_not_taken()
    {
        var before = _gate.Store.ReadIdentity();
        _gate.Hub.GrantsTo = "another";
        await RenewAtAsync(0.9);
        Assert.Contains("certificate", _gate.Hub.Requests);
        Assert.Equal(before, _gate.Store.ReadIdentity());
    }

    [Fact]
    public void Gates_enrolled_in_one_hour_do_not_renew_in_one()
    {
        using var authority = new TestAuthority();
        var from = _gate.Hub.Now;
        var moments = Enumerable.Range(0, 40).Select(_ =>
        {
            var (key, certificate) = authority.Gate("cong", from, from.AddDays(90));
            return (GateCertificate.Of(new StoredIdentity(key, certificate, authority.RootPem)).RenewalAt - from).TotalDays;
        }).ToList();
        Assert.All(moments, days => Assert.InRange(days, 57, 63));
        Assert.True(moments.Max() - moments.Min() > 3);
    }

    private async Task RenewAtAsync(double ofLife)
    {
        var own = _gate.Access.Certificate!;
        _gate.Machine.SetWall(own.NotBefore + ((own.NotAfter - own.NotBefore) * ofLife));
        _gate.Hub.Now = _gate.Machine.GetUtcNow();
        await _gate.NewRenewal().RenewIfDueAsync(default);
    }
}
