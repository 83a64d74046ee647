BeforeAll {
    . $PSScriptRoot/common.ps1
    $script:variables = 'COMFY_API_KEY', 'AILAB_API_KEY', 'SKINENHANCE_COMFY_URI', 'SKINENHANCE_AILAB_URI'
    $script:image = Join-Path $SamplePath 'small-portrait.png'
}

Describe 'Settings of a provider' {
    BeforeEach { Disconnect-EnhanceProvider Comfy, AILab }
    AfterEach {
        Disconnect-EnhanceProvider Comfy, AILab
        $variables | ForEach-Object { Set-Item "env:$_" $null }
    }

    It 'are shown for all providers, without a key' {
        $env:COMFY_API_KEY = 'comfyui-secret-of-the-test'
        Connect-EnhanceProvider AILab -Key (Read-SecureKey 'another-secret-of-the-test')
        $all = Get-EnhanceProvider
        $all.Name | Should -Be 'Comfy', 'AILab'
        $all.HasKey | Should -Be $true, $true
        $all.KeySource | Should -Be 'the environment variable COMFY_API_KEY', 'Connect-EnhanceProvider'
        $all | Format-List * -Force | Out-String | Should -Not -Match 'secret-of'
        $all | ConvertTo-Json -Depth 5 | Should -Not -Match 'secret-of'
    }

    It 'have the public addresses by default' {
        (Get-EnhanceProvider).BaseUri | Should -Be 'https://api.comfy.org/', 'https://www.ailabapi.com/'
        (Get-EnhanceProvider).HasKey | Should -Be $false, $false
    }

    It 'are found by wildcard' {
        (Get-EnhanceProvider c*).Name | Should -Be 'Comfy'
        Get-EnhanceProvider x* | Should -BeNullOrEmpty
    }

    It 'are combined from several calls' {
        Connect-EnhanceProvider Comfy -Key (Read-SecureKey 'a-key') -ThrottleLimit 7
        Connect-EnhanceProvider Comfy -Timeout 00:02:00 -BaseUri https://proxy.example.com/comfy
        $info = Connect-EnhanceProvider Comfy -PollInterval 3 -PassThru
        $info.HasKey, $info.ThrottleLimit, $info.Timeout.TotalSeconds, $info.PollInterval.TotalSeconds | Should -Be $true, 7, 120, 3
        $info.BaseUri | Should -Be 'https://proxy.example.com/comfy/'
    }

    It 'are removed by Disconnect-EnhanceProvider, by name or from the pipeline' {
        $env:COMFY_API_KEY = 'comfyui-env'
        Connect-EnhanceProvider Comfy -Key (Read-SecureKey 'a-key') -ThrottleLimit 7
        Get-EnhanceProvider Comfy | Disconnect-EnhanceProvider
        (Get-EnhanceProvider Comfy).ThrottleLimit | Should -BeNullOrEmpty
        (Get-EnhanceProvider Comfy).KeySource | Should -BeLike '*COMFY_API_KEY'
    }

    It 'do not change when the new ones are invalid: <how>' -ForEach @(
        @{ How = 'address'; Arguments = @{ BaseUri = 'http://example.com' }; Id = 'AddressNotAccepted' }
        @{ How = 'address with a password'; Arguments = @{ BaseUri = 'https://me:secret-of-the-test@example.com' }; Id = 'AddressNotAccepted' }
        @{ How = 'key'; Arguments = @{ Key = [securestring]::new() ; ThrottleLimit = 9 }; Id = '' }
    ) {
        Connect-EnhanceProvider Comfy -ThrottleLimit 7
        if ($Id) {
            $failure = { Connect-EnhanceProvider Comfy @Arguments } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            "$failure $($failure.Exception) $($failure.TargetObject)" | Should -Not -Match 'secret-of'
            (Get-EnhanceProvider Comfy).BaseUri | Should -Be 'https://api.comfy.org/'
        }
        else {
            Connect-EnhanceProvider Comfy @Arguments
            (Get-EnhanceProvider Comfy).HasKey | Should -BeFalse
        }
    }

    It 'reject a malformed key without repeating it' {
        $failure = { Connect-EnhanceProvider Comfy -Key (Read-SecureKey "secret of`nthe test") } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'KeyMalformed,*'
        "$failure $($failure.Exception) $($failure.TargetObject)" | Should -Not -Match 'secret of'
        (Get-EnhanceProvider Comfy).HasKey | Should -BeFalse
    }

    It 'reject a key in plain text without repeating it' {
        $plain = 'comfyui-secret-of-the-test'
        $failure = { Connect-EnhanceProvider Comfy -Key $plain } | Should -Throw -PassThru
        "$failure $($failure.Exception) $($failure.TargetObject)" | Should -Not -Match 'secret-of'
        "$failure" | Should -BeLike '*SecureString*'
        (Get-EnhanceProvider Comfy).HasKey | Should -BeFalse
    }

    It 'read a key from a vault by its name' {
        function global:Get-Secret { param($Name, $Vault) if ($Name -ne 'comfy' -or $Vault -ne 'mine') { throw 'no such secret' }; Read-SecureKey 'from-the-vault' }
        try {
            (Connect-EnhanceProvider Comfy -SecretName comfy -VaultName mine -PassThru).KeySource | Should -Be "the secret 'comfy'"
            $failure = { Connect-EnhanceProvider Comfy -SecretName other -VaultName mine } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'SecretNotFound,*'
        }
        finally {
            Remove-Item function:Get-Secret
        }
    }

    It 'report a missing vault' {
        $failure = { Connect-EnhanceProvider Comfy -SecretName comfy } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'SecretNotFound,*'
        $failure.TargetObject | Should -Be 'comfy'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*SecretManagement*'
    }

    It 'have one proxy for the process, whose password is never shown' {
        $credential = [pscredential]::new('me', (ConvertTo-SecureString open-sesame -AsPlainText -Force))
        Connect-EnhanceProvider Comfy -Proxy http://127.0.0.1:9 -ProxyCredential $credential
        Connect-EnhanceProvider Comfy -ThrottleLimit 2
        (Get-EnhanceProvider).Proxy | Should -Be 'http://127.0.0.1:9/', 'http://127.0.0.1:9/'
        Connect-EnhanceProvider ailab -Proxy http://me:open-sesame@127.0.0.1:10
        (Get-EnhanceProvider).Proxy | Should -Be 'http://127.0.0.1:10/', 'http://127.0.0.1:10/'
        Get-EnhanceProvider | Format-List * | Out-String | Should -Not -Match 'open-sesame'

        $env:AILAB_API_KEY = 'a-key'
        Get-EnhanceBalance AILab -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionFailed,*'
        "$($failure[0].ErrorDetails) $($failure[0].Exception)" | Should -Match '127\.0\.0\.1:10'
        "$($failure[0].ErrorDetails) $($failure[0].Exception)" | Should -Not -Match 'open-sesame'
        Disconnect-EnhanceProvider AILab
        (Get-EnhanceProvider AILab).Proxy | Should -BeNullOrEmpty
    }

    It 'reject a proxy of an unknown kind, or a password without one: <_>' -ForEach 'socks5h://me:open-sesame@127.0.0.1:9', 'proxy:8080 open-sesame', $null {
        $credential = [pscredential]::new('me', (ConvertTo-SecureString open-sesame -AsPlainText -Force))
        $given = $_ ? @{ Proxy = $_ } : @{ ProxyCredential = $credential }
        $failure = { Connect-EnhanceProvider Comfy @given } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ProxyNotAccepted,*'
        "$($failure.ErrorDetails) $($failure.Exception)" | Should -Not -Match 'open-sesame'
        (Get-EnhanceProvider Comfy).Proxy | Should -BeNullOrEmpty
    }

    It 'apply to calls that do not specify others' {
        $emulator = Open-Emulator
        try {
            Connect-EnhanceProvider AILab -Timeout 0.1
            Add-Fault $emulator TaskNeverEnds
            $null = Invoke-SkinEnhance -NoSave $image @Quick -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
        }
        finally {
            Close-Emulator $emulator
        }
    }

    It 'send the key in the header of its kind: <key>' -ForEach @(
        @{ Key = 'comfyui-emulator'; Header = 'X-API-Key' }
        @{ Key = 'some-token'; Header = 'Authorization' }
    ) {
        $emulator = Open-Emulator @{ ComfyKey = $Key }
        try {
            $env:COMFY_API_KEY = ''
            Connect-EnhanceProvider Comfy -Key (Read-SecureKey $Key)
            $null = Start-Upscale $image
            (Get-Request $emulator Submit).Headers[$Header] | Should -BeLike "*$Key"
        }
        finally {
            Close-Emulator $emulator
        }
    }
}

Describe 'The emulator of a session' {
    AfterEach {
        Stop-EnhanceEmulator
        $variables | ForEach-Object { Set-Item "env:$_" $null }
        Disconnect-EnhanceProvider Comfy, AILab
    }

    It 'replaces both providers until it is stopped' {
        $env:COMFY_API_KEY = 'comfyui-my-own'
        Connect-EnhanceProvider AILab -ThrottleLimit 5
        $info = Start-EnhanceEmulator -TaskTime 0.1
        $info.Address.IsLoopback | Should -BeTrue
        (Get-EnhanceProvider).IsEmulated | Should -Be $true, $true
        (Invoke-SkinEnhance -NoSave $image @Quick).Status | Should -Be 'Completed'
        (Start-Upscale $image | Wait-EnhanceTask).Status | Should -Be 'Completed'
        Stop-EnhanceEmulator
        (Get-EnhanceProvider).IsEmulated | Should -Be $false, $false
        (Get-EnhanceProvider AILab).ThrottleLimit | Should -Be 5
        $env:COMFY_API_KEY | Should -Be 'comfyui-my-own'
        $env:SKINENHANCE_COMFY_URI | Should -BeNullOrEmpty
    }

    It 'runs once: a second start is an error and does not affect the first' {
        $first = Start-EnhanceEmulator
        Start-EnhanceEmulator -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'EmulatorState,*'
        (Get-EnhanceProvider Comfy).BaseUri.Authority | Should -Be $first.Address.Authority
    }

    It 'reports a port that is in use' {
        $listener = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        try {
            $failure = { Start-EnhanceEmulator -Port $listener.LocalEndpoint.Port } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'EmulatorState,*'
            $failure.CategoryInfo.Category | Should -Not -Be 'NotSpecified'
        }
        finally {
            $listener.Stop()
        }
    }

    It 'leaves no temporary files after PowerShell ends, or after a killed one' {
        $temporary = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $image = New-Image $temporary face.png
        $start = "
            `$env:TMPDIR = `$env:TMP = `$env:TEMP = '$temporary'
            Import-Module '$ModulePath'
            Start-EnhanceEmulator -TaskTime 0.1 | Out-Null
            (Invoke-SkinEnhance '$image' -NoSave).Status
            [IO.Directory]::GetDirectories('$temporary', 'skinenhance-*').Count"
        $left = { [IO.Directory]::GetDirectories($temporary, 'skinenhance-*') }

        Invoke-PowerShell $start | Should -Be 'Completed', '2'
        & $left | Should -BeNullOrEmpty

        $killed = Start-PowerShell "$start; [Diagnostics.Process]::GetCurrentProcess().Kill()"
        $killed.Process.WaitForExit($Patience) | Should -BeTrue
        & $left | Should -HaveCount 2

        # A folder younger than a minute could be one that is being created.
        & $left | ForEach-Object { [IO.File]::SetLastWriteTimeUtc((Join-Path $_ .owner), [datetime]::UtcNow.AddHours(-1)) }
        Invoke-PowerShell $start | Should -Be 'Completed', '2'
        & $left | Should -BeNullOrEmpty
    }

    It 'can be stopped when none runs' {
        { Stop-EnhanceEmulator -ErrorAction Stop } | Should -Not -Throw
    }

    It 'starts nothing with -WhatIf' {
        Start-EnhanceEmulator -WhatIf | Should -BeNullOrEmpty
        (Get-EnhanceProvider).IsEmulated | Should -Be $false, $false
    }

    It 'removes its key when it stops, and its tasks are not polled elsewhere' {
        $null = Start-EnhanceEmulator -TaskTime 3600
        $task = Invoke-SkinEnhance $image @Quick -NoWait
        Stop-EnhanceEmulator
        (Get-EnhanceProvider -Name AILab).HasKey | Should -BeFalse
        $task | Get-EnhanceTask -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'EndpointDiffers,*'
    }
}
