BeforeAll {
    . $PSScriptRoot/common.ps1

    # The output of -WhatIf on the host, from the transcript of a shell.
    function Get-HostLine {
        param([Parameter(Mandatory)] [scriptblock] $Script)

        $transcript = Join-Path $TestDrive "$([guid]::NewGuid()).txt"
        $null = Start-Transcript -LiteralPath $transcript
        try {
            $null = & $Script
        }
        finally {
            $null = Stop-Transcript
        }

        (Get-Content -LiteralPath $transcript -Raw) -replace '\r?\n', ' '
    }
}

Describe 'A dry run' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:out = Join-Path $folder out
        $script:paths = New-Image "$folder/in" (1..4 | ForEach-Object { "$_.png" })
    }

    AfterEach { Close-Emulator $emulator }

    It 'decides as the run does, and writes, leases and pays nothing' {
        $null = Invoke-SkinEnhance $paths[0] @Quick -Destination $out
        $null = Invoke-SkinEnhance $paths[1] @Quick -NoWait
        Copy-Sample $out '3-smart-skin-advanced.png'
        $bad = Join-Path $folder in/text.png
        Set-Content -LiteralPath $bad 'text'
        $before = Get-ChildItem -LiteralPath $folder, $env:SKINENHANCE_HOME -Recurse -Force -File | Select-Object FullName, Length, LastWriteTimeUtc | ConvertTo-Json
        $emulator.Record.Clear()

        $plan = Get-ChildItem "$folder/in" | Invoke-SkinEnhance @Quick -Destination $out -RelativeTo "$folder/in" -WhatIf

        $plan.Action | Should -Be 'Keep', 'Wait', 'Refuse', 'Submit', 'Refuse'
        $plan.EstimatedCredits | Should -Be 0, 0, 0, 15, 0
        $plan.ErrorId | Where-Object { $_ } | Should -Be 'OutputExists', 'ImageNotRecognized'
        $plan[0].OutputPath | Should -Be (Join-Path $out '1-smart-skin-advanced.png')
        $plan[3].OutputPath | Should -Be (Join-Path $out '4-smart-skin-advanced.*')
        $emulator.Record.BilledCount | Should -Be 0
        Get-ChildItem -LiteralPath $folder, $env:SKINENHANCE_HOME -Recurse -Force -File | Select-Object FullName, Length, LastWriteTimeUtc | ConvertTo-Json | Should -Be $before

        $done = Get-ChildItem "$folder/in" | Invoke-SkinEnhance @Quick -Destination $out -RelativeTo "$folder/in" -ErrorAction SilentlyContinue -ErrorVariable failures
        $done.SourcePath | Sort-Object | Should -Be $paths[0, 1, 3]
        $failures.FullyQualifiedErrorId | Sort-Object | Should -Be 'ImageNotRecognized,SkinEnhance.Commands.InvokeSkinEnhanceCommand', 'OutputExists,SkinEnhance.Commands.InvokeSkinEnhanceCommand'
        $emulator.Record.BilledCount | Should -Be 1
    }

    It 'excludes what exceeds the cap' {
        $plan = Invoke-SkinEnhance $paths @Quick -Destination $out -MaxCredits 30 -WhatIf
        $plan.Action | Should -Be 'Submit', 'Submit', 'Refuse', 'Refuse'
        $plan.ErrorId | Where-Object { $_ } | Select-Object -Unique | Should -Be 'CostCapReached'
    }

    It 'rejects a destination that cannot be written, and creates none' {
        $file = Join-Path $folder file
        Set-Content -LiteralPath $file 'a file'
        (Invoke-SkinEnhance $paths[0] @Quick -Destination "$file/below" -WhatIf).ErrorId | Should -Be 'DestinationNotWritable'
        (Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/new/deep" -WhatIf).Action | Should -Be 'Submit'
        "$folder/new" | Should -Not -Exist
    }

    It 'shows what would be billed again, and the action of -OnExisting' {
        $null = Invoke-SkinEnhance $paths[0] @Quick -Destination $out
        (Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/other" -WhatIf).Action | Should -Be 'Copy'
        (Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/other" -Resubmit -WhatIf).Action | Should -Be 'Resubmit'
        Copy-Sample $out '2-smart-skin-advanced.png'
        (Invoke-SkinEnhance $paths[1] @Quick -Destination $out -OnExisting Skip -WhatIf).Action | Should -Be 'Skip'
        (Invoke-SkinEnhance $paths[1] @Quick -Destination $out -OnExisting Rename -WhatIf).OutputPath | Should -Be (Join-Path $out '2-smart-skin-advanced (2).*')
    }

    It 'counts two images of the same bytes once' {
        $twin = Join-Path $folder twin.png
        Copy-Item -LiteralPath $paths[0] -Destination $twin
        $plan = Invoke-SkinEnhance $paths[0], $twin @Quick -Destination $out -WhatIf
        $plan.Action | Should -Be 'Submit', 'Copy'
        $null = Invoke-SkinEnhance $paths[0], $twin @Quick -Destination $out
        $emulator.Record.BilledCount | Should -Be 1
    }

    It 'shows the totals with the balance, or that there is no key' {
        Get-HostLine { Invoke-SkinEnhance $paths @Quick -NoSave -WhatIf } | Should -BeLike '*What if: 4 images: 4 Submit. 4 would be sent to AILab for 60 credits*The balance at AILab: *'
        $env:AILAB_API_KEY = ''
        $null = Invoke-SkinEnhance $paths @Quick -NoSave -WhatIf -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -BeLike '*would send nothing*AILAB_API_KEY*'
    }

    It 'continues through a chain of commands' {
        $null = Invoke-SkinEnhance $paths[0] @Quick -Destination $out
        $plan = $paths[0, 1] | Invoke-SkinEnhance @Quick -Destination $out -WhatIf | Start-Upscale -WhatIf
        $plan.Action | Should -Be 'Submit', 'Submit'
        $plan.EstimatedCredits | Should -Be 35.91, $null
        { $paths[1] | Invoke-SkinEnhance @Quick -Destination $out -WhatIf | Start-Upscale -ErrorAction Stop } | Should -Throw -ErrorId 'ResultNotReady,*'
        $emulator.Record.BilledCount | Should -Be 1
    }

    It 'neither waits for nor polls a task that has not ended' {
        Add-Fault $emulator TaskStatusText '0' @{ Times = 1000 }
        $task = Invoke-SkinEnhance $paths[0] @Quick -NoWait
        $emulator.Record.Clear()
        $task | Start-Upscale -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Match '^(ResultNotReady|ImageUriNotAccepted),'
        $emulator.Record.Requests | Should -BeNullOrEmpty
    }

    It 'applies with $WhatIfPreference too' {
        (& { $WhatIfPreference = $true; Invoke-SkinEnhance $paths[0] @Quick -NoSave }).Action | Should -Be 'Submit'
        $emulator.Record.BilledCount | Should -Be 0
    }

    It 'provides the cost in the prompt of -Confirm' {
        $null = Invoke-SkinEnhance $paths[0] @Quick -Destination $out
        $shown = Invoke-PowerShell -Line 'A' -Script @"
Import-Module '$ModulePath'
Invoke-SkinEnhance '$($paths[0])', '$($paths[1])' -Mode SmartSkinAdvanced -Effect AcneRemoval -Destination '$out' -Confirm | Out-Null
"@
        "$shown" -replace '\s+', ' ' | Should -BeLike '*Keep, no credits: Its result is saved*'
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'does not count an image that was declined at -Confirm' {
        Copy-Item -LiteralPath $paths[0] "$folder/same.png"
        $shown = Invoke-PowerShell -Line 'N', 'Y' -Script @"
Import-Module '$ModulePath'
Invoke-SkinEnhance '$($paths[0])', '$folder/same.png' -Destination '$out' -MaxCredits 100 -Confirm | Out-Null
"@
        [regex]::Matches(("$shown" -replace '\s+', ' '), 'Faithful \(about 78.07 credits\)') | Should -HaveCount 2
        $emulator.Record.BilledCount | Should -Be 1
    }
}
